using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class ConversationsMembers
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        Conversations conversations = call.Workspace.Conversations;
        int day = call.Workspace.Day;
        if (!ConversationScopes.TryFind(call, day, out Conversation conversation))
        {
            return;
        }

        string list = "members-" + conversations.Id(conversation);
        if (!call.TryReadCursor(list, out long position, out int limit))
        {
            return;
        }

        int places = conversations.Places(conversation, day);
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("members"u8);
        int given = call.PageIsEmptied ? limit : 0;
        for (; position < places && given < limit; position++)
        {
            if (conversations.MemberAt(conversation, (int)position, day) is { } member)
            {
                json.WriteStringValue(member);
                given++;
                await call.RecordWrittenAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        call.Continue(list, position, hasMore: position < places);
    }
}
