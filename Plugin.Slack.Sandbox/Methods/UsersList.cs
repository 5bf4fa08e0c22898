using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class UsersList
{
    /// <summary>Above this many people Slack refuses to give the list in one piece.</summary>
    private const int WholeListMaximum = 20_000;

    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        int count = workspace.People.Count(day);
        if (!call.TryReadCursor("users", out long position, out int limit))
        {
            return;
        }

        if (limit == 0 && count > WholeListMaximum)
        {
            call.Refuse("limit_required");
            return;
        }

        long left = call.PageIsEmptied ? 0 : limit == 0 ? count : limit;
        UserRecord record = new(
            workspace, call.Grant.Has("users:read.email"), call.App.Installer.IsAdministrator(call.Grant), call.Arguments.Flag("include_locale"));
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("members"u8);
        for (; position < count && left > 0; position++)
        {
            if (workspace.Has((int)position))
            {
                record.Write(json, workspace.People.At((int)position, day));
                left--;
                await call.RecordWrittenAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        json.WriteNumber("cache_ts"u8, workspace.Now);
        call.Continue("users", position, hasMore: position < count);
    }
}
