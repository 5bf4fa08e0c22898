using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class ConversationsList
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        if (!ConversationScopes.TryRead(call.Arguments.Text("types"), out ConversationKind kinds))
        {
            call.Refuse("invalid_types");
            return;
        }

        // One type without its scope refuses the whole call.
        if (ConversationScopes.Missing(kinds, call.Grant) is { } needed)
        {
            call.Refuse("missing_scope", needed: needed, provided: call.Grant.ScopeList);
            return;
        }

        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        (int start, int end) = workspace.Conversations.Range(kinds, day);
        string list = "conversations-" + (int)kinds;
        if (!call.TryReadCursor(list, out long position, out int limit))
        {
            return;
        }

        int first = Math.Max(start, (int)position);
        int stop = call.PageIsEmptied ? first : Math.Min(end, first + limit);
        bool withoutArchived = call.Arguments.Flag("exclude_archived");
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("channels"u8);
        for (int index = first; index < stop; index++)
        {
            // Sorted out after the page is cut: pages come short, even empty, and are not the last.
            Conversation conversation = workspace.Conversations.At(index, day);
            if (kinds.HasFlag(conversation.Kind) && !(withoutArchived && conversation.IsArchived))
            {
                ConversationRecord.Write(json, workspace, conversation, day, withMemberCount: true);
                await call.RecordWrittenAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
        call.Continue(list, stop, hasMore: stop < end);
    }
}
