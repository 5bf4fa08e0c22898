using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class AuthTeamsList
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackOrganisation organisation = call.Organisation;
        if (!organisation.IsInstalledOrgWide)
        {
            call.Refuse("invalid_auth");
            return;
        }

        if (!call.TryReadCursor("teams", out long position, out int limit))
        {
            return;
        }

        int start = (int)Math.Min(position, organisation.Granted);
        int stop = call.PageIsEmptied ? start : Math.Min(organisation.Granted, start + limit);
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("teams"u8);
        for (int place = start; place < stop; place++)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, organisation.Workspaces[place].TeamId);
            json.WriteString("name"u8, organisation.Workspaces[place].Name);
            json.WriteEndObject();
            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
        call.Continue("teams", stop, hasMore: stop < organisation.Granted);
    }
}
