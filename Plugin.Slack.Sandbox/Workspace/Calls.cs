namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>Calls and huddles. They stand in messages and nowhere else, so their ids name the message.</summary>
internal sealed class Calls
{
    private const int ChannelBits = 20;

    private readonly SlackWorkspace _workspace;
    private readonly SlackIds _callIds;
    private readonly SlackIds _huddleIds;

    public Calls(SlackWorkspace workspace)
    {
        _workspace = workspace;
        _callIds = new SlackIds(workspace.Seed, 'R');
        _huddleIds = new SlackIds(workspace.Seed, 'r');
    }

    public string Id(Message message) =>
        (message.Kind == MessageKind.Huddle ? _huddleIds : _callIds).Text('R', ((long)message.Slot << ChannelBits) | (uint)message.In.Number);

    public bool TryFind(string? id, int day, out Message message) => TryFind(_callIds, MessageKind.Call, id, day, out message);

    public bool IsHuddle(string? id, int day) => TryFind(_huddleIds, MessageKind.Huddle, id, day, out _);

    /// <summary>When it ended, in Unix seconds; null while it goes on.</summary>
    public long? End(Message message)
    {
        long end = message.Seconds + 600 + (long)(message.Dice % 3_000);
        return end <= _workspace.Now ? end : null;
    }

    /// <summary>Who took part: the author of the message and some more of its conversation.</summary>
    public IEnumerable<string> Participants(Message message)
    {
        int others = 1 + (int)(message.Dice % 4);
        return Enumerable.Range(-1, others + 1).Select(number => _workspace.Messages.Author(message, number, out _)).Distinct(StringComparer.Ordinal);
    }

    private bool TryFind(SlackIds ids, MessageKind kind, string? id, int day, out Message message)
    {
        message = default;
        if (id is null || id[0] != 'R' || !ids.TryRead(id, long.MaxValue, out long found))
        {
            return false;
        }

        int number = (int)(found & ((1 << ChannelBits) - 1));
        int slot = (int)(found >> ChannelBits);
        if (number >= _workspace.Conversations.Channels(day))
        {
            return false;
        }

        Conversation conversation = _workspace.Conversations.At(number, day);
        if (slot >= _workspace.Messages.Count(conversation, day))
        {
            return false;
        }

        message = _workspace.Messages.At(conversation, slot);
        return message.Kind == kind;
    }
}
