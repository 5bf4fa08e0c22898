using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class ConversationsReplies
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        if (!ConversationScopes.TryFindHistory(call, day, out Conversation conversation)
            || !ConversationsHistory.TryReadMoments(call, out long oldest, out long latest))
        {
            return;
        }

        string? parent = call.Arguments.Text("ts");
        if (parent is null || !MessageTs.TryRead(parent, out long ts) || !workspace.Messages.TryFind(conversation, ts, day, out Message message))
        {
            call.Refuse("thread_not_found");
            return;
        }

        string list = $"replies-{workspace.Conversations.Id(conversation)}-{parent}";
        if (!call.TryReadCursor(list, out long position, out int limit))
        {
            return;
        }

        // The parent is reply -1 and comes first whatever the range; the others are oldest first.
        int replies = workspace.Messages.RepliesUpTo(message, day);
        int[] numbers = [-1, .. Enumerable.Range(0, replies).Where(reply => message.ReplyTs(reply) >= oldest && message.ReplyTs(reply) < latest)];
        int start = (int)Math.Min(position, numbers.Length);
        int stop = call.PageIsEmptied ? start : Math.Min(numbers.Length, start + limit);
        MessageRecord record = new(workspace, day);
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("messages"u8);
        foreach (int number in numbers[start..stop])
        {
            if (number < 0)
            {
                record.Write(json, message);
            }
            else
            {
                record.WriteReply(json, message, number);
            }

            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, stop < numbers.Length);
        call.Continue(list, stop, hasMore: stop < numbers.Length, saysEnd: false);
    }
}
