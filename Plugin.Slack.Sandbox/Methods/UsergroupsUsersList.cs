using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class UsergroupsUsersList
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        UserGroups groups = call.Workspace.UserGroups;
        if (!groups.TryFind(call.Arguments.Text("usergroup"), out int number))
        {
            call.Refuse("no_such_subteam");
            return;
        }

        UserGroup group = groups.At(number);
        if (group.Deleted != 0 && !call.Arguments.Flag("include_disabled"))
        {
            call.Refuse("no_such_subteam");
            return;
        }

        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("users"u8);
        foreach (string member in groups.Members(group, call.Workspace.Day))
        {
            json.WriteStringValue(member);
            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
    }
}
