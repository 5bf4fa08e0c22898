using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class TeamIntegrationLogs
{
    private static readonly string[] ChangeTypes = ["added", "removed", "enabled", "disabled", "updated"];

    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        Arguments arguments = call.Arguments;
        string? changeType = arguments.Text("change_type");
        if (!arguments.TryWhole("count", out long? count) || !arguments.TryWhole("page", out long? page) || count < 1 || page < 1
            || (changeType is not null && !ChangeTypes.Contains(changeType)))
        {
            call.Refuse("invalid_arguments");
            return;
        }

        long size = Math.Min(count ?? call.Method.DefaultPage, call.Method.MaxPage);
        List<AppChange> changes = [.. workspace.Apps.Changes(workspace.Day).Where(change => Fits(change, workspace, arguments, changeType))];
        long start = (call.PageToGive(page ?? 1) - 1) * size;
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("logs"u8);
        for (long row = start; row < changes.Count && row < start + size && !call.PageIsEmptied; row++)
        {
            Write(json, workspace, changes[(int)row], row);
            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
        PageNumbers.Write(call, size, changes.Count, page ?? 1);
    }

    private static bool Fits(AppChange change, SlackWorkspace workspace, Arguments arguments, string? changeType) =>
        (changeType is null || change.Change == changeType)
        && (arguments.Text("app_id") is not { } app || (!change.IsService && workspace.Apps.Id(change.App) == app))
        && (arguments.Text("service_id") is not { } service || (change.IsService && ServiceId(change).ToString(CultureInfo.InvariantCulture) == service))
        && (arguments.Text("user") is not { } user || UserId(change, workspace) == user);

    private static void Write(Utf8JsonWriter json, SlackWorkspace workspace, AppChange change, long row)
    {
        json.WriteStartObject();
        if (change.IsService)
        {
            // Slack gives this id now as a number, now as text.
            if (row % 2 == 0)
            {
                json.WriteNumber("service_id"u8, ServiceId(change));
            }
            else
            {
                json.WriteString("service_id"u8, ServiceId(change).ToString(CultureInfo.InvariantCulture));
            }

            json.WriteString("service_type"u8, change.Name);
        }
        else
        {
            json.WriteString("app_id"u8, workspace.Apps.Id(change.App));
            json.WriteString("app_type"u8, change.Name);
        }

        json.WriteString("user_id"u8, UserId(change, workspace));
        Person person = workspace.People.At(workspace.Present(change.ByRank, day: 0), day: 0);
        json.WriteString("user_name"u8, PersonNames.HandleText(person));
        json.WriteString("date"u8, change.At.ToString(CultureInfo.InvariantCulture));
        json.WriteString("change_type"u8, change.Change);
        if (change.Scope is not null)
        {
            json.WriteString("scope"u8, change.Scope);
        }

        if (change.Reason is not null)
        {
            json.WriteString("reason"u8, change.Reason);
        }

        json.WriteEndObject();
    }

    private static long ServiceId(AppChange change) => 1_234_567_890L + change.App;

    private static string UserId(AppChange change, SlackWorkspace workspace) =>
        workspace.UserId(workspace.Present(change.ByRank, day: 0));
}
