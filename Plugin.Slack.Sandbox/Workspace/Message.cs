using System.Runtime.InteropServices;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One message of a conversation, not a reply.</summary>
/// <param name="Slot">Place in the conversation, 0 the oldest.</param>
/// <param name="Ts">Microseconds since 1970; the id of the message within its conversation.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Message(Conversation In, int Slot, ulong Dice, long Ts)
{
    public long Seconds => Ts / 1_000_000;

    public MessageKind Kind => ((Dice >> 30) % 40) switch
    {
        0 when In.IsChannel => MessageKind.Join,
        1 => MessageKind.BotMessage,
        2 => MessageKind.AppMessage,
        3 when In.IsChannel => MessageKind.Call,
        4 when In.IsChannel => MessageKind.Huddle,
        5 or 6 => MessageKind.File,
        _ => MessageKind.Text,
    };

    public bool IsEdited => Kind == MessageKind.Text && Dice % 29 == 3;

    /// <summary>How many replies it gets in time.</summary>
    public int Replies => Kind == MessageKind.Text && Dice % 6 == 0 ? 1 + (int)((Dice >> 8) % 5) : 0;

    /// <summary>Replies come hours and days later.</summary>
    public long ReplyTs(int reply) => Ts + ((reply + 1) * (1 + (long)((Dice >> 12) % 20)) * 3_600_000_000) + reply;
}
