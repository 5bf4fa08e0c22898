using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class ConversationsInfo
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        if (!ConversationScopes.TryFind(call, day, out Conversation conversation))
        {
            return;
        }

        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WritePropertyName("channel"u8);
        ConversationRecord.Write(json, workspace, conversation, day, call.Arguments.Flag("include_num_members"));
    }
}
