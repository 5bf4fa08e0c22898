using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class ConversationsHistory
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        if (!ConversationScopes.TryFindHistory(call, day, out Conversation conversation) || !TryReadMoments(call, out long oldest, out long latest))
        {
            return;
        }

        string list = "history-" + workspace.Conversations.Id(conversation);
        if (!call.TryReadCursor(list, out long position, out int limit))
        {
            return;
        }

        Messages messages = workspace.Messages;
        int floor = messages.CountBefore(conversation, oldest, day);
        int hidden = workspace.Plan == SlackPlan.Free ? messages.CountBefore(conversation, (workspace.Now - Files.FreeSeconds) * 1_000_000, day) : 0;
        bool isLimited = hidden > floor;
        floor = Math.Max(floor, hidden);

        // Positions count from the oldest message: what is said meanwhile does not shift a walk that has begun.
        int top = Math.Max(floor, messages.CountBefore(conversation, latest, day));
        int start = call.Arguments.Text("cursor") is null ? top : (int)Math.Clamp(position, floor, top);
        call.PageStart = start;
        int stop = call.PageIsEmptied ? start : Math.Max(floor, start - limit);
        MessageRecord record = new(workspace, day);
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("messages"u8);
        for (int slot = start - 1; slot >= stop; slot--)
        {
            record.Write(json, messages.At(conversation, slot));
            await call.RecordWrittenAsync(cancellationToken);
        }

        json.WriteEndArray();
        json.WriteBoolean("has_more"u8, stop > floor);
        if (isLimited)
        {
            json.WriteBoolean("is_limited"u8, value: true);
        }

        json.WriteNumber("pin_count"u8, 0);
        json.WriteNull("channel_actions_ts"u8);
        json.WriteNumber("channel_actions_count"u8, 0);
        call.Continue(list, stop, hasMore: stop > floor, saysEnd: false);
    }

    /// <summary>Reads <c>oldest</c> and <c>latest</c> as a half-open range: from the one, up to but not with the other.</summary>
    internal static bool TryReadMoments(ApiCall call, out long oldest, out long latest)
    {
        (oldest, latest) = (0, long.MaxValue);
        bool inclusive = call.Arguments.Flag("inclusive");
        if (call.Arguments.Text("oldest") is { } from)
        {
            if (!MessageTs.TryRead(from, out oldest))
            {
                call.Refuse("invalid_ts_oldest");
                return false;
            }

            oldest += inclusive || oldest == 0 ? 0 : 1;
        }

        if (call.Arguments.Text("latest") is { } to)
        {
            if (!MessageTs.TryRead(to, out latest))
            {
                call.Refuse("invalid_ts_latest");
                return false;
            }

            latest += inclusive ? 1 : 0;
        }

        return true;
    }
}
