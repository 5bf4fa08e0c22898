namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>
/// What was said in conversations. A conversation has as many messages on one day as on another, each in its own part of the
/// day, so that the message of any moment is found without the others.
/// </summary>
internal sealed class Messages
{
    /// <summary>How far back messages go on the first day.</summary>
    public const int Days = 120;

    private readonly SlackWorkspace _workspace;
    private readonly int _usual;
    private readonly long _start;

    public Messages(SlackWorkspace workspace, int usualADay)
    {
        _workspace = workspace;
        _usual = usualADay;
        _start = workspace.FirstDay - (Days * SlackWorkspace.DaySeconds);
    }

    /// <summary>How many messages a conversation has up to a day.</summary>
    public int Count(Conversation conversation, int day)
    {
        long end = Days + day;
        if (conversation.IsArchived)
        {
            end = Math.Clamp((conversation.Archived - _start) / SlackWorkspace.DaySeconds, 0, end);
        }

        return (int)Math.Max(0, end - FirstDayOf(conversation)) * ADay(conversation);
    }

    public Message At(Conversation conversation, int slot)
    {
        ulong dice = Chance.Of(_workspace.Seed + conversation.Dice, (ulong)slot);
        int aDay = ADay(conversation);
        long width = SlackWorkspace.DaySeconds / aDay;
        long seconds = _start + ((FirstDayOf(conversation) + (slot / aDay)) * SlackWorkspace.DaySeconds) + (slot % aDay * width) + (long)(dice % (ulong)width);
        return new Message(conversation, slot, dice, (seconds * 1_000_000) + (long)((dice >> 40) % 1_000_000));
    }

    /// <summary>How many messages are older than a moment in microseconds.</summary>
    public int CountBefore(Conversation conversation, long ts, int day)
    {
        (int low, int high) = (0, Count(conversation, day));
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (At(conversation, middle).Ts < ts)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    public bool TryFind(Conversation conversation, long ts, int day, out Message message)
    {
        int slot = CountBefore(conversation, ts, day);
        message = slot < Count(conversation, day) ? At(conversation, slot) : default;
        return message.Ts == ts && ts > 0;
    }

    /// <summary>How many replies a message has up to a day.</summary>
    public int RepliesUpTo(Message message, int day)
    {
        long now = (_workspace.FirstDay + (day * SlackWorkspace.DaySeconds)) * 1_000_000;
        int replies = 0;
        while (replies < message.Replies && message.ReplyTs(replies) <= now)
        {
            replies++;
        }

        return replies;
    }

    /// <summary>Who wrote a message, or its reply with a number from 0; <paramref name="isForeign"/> tells people of another workspace.</summary>
    public string Author(Message message, int reply, out bool isForeign)
    {
        ulong dice = reply < 0 ? message.Dice >> 4 : Chance.Of(message.Dice, (ulong)reply);
        Conversation conversation = message.In;
        Population population = _workspace.People.Population;
        isForeign = conversation.IsShared && dice % 5 == 0;
        if (isForeign)
        {
            return _workspace.ForeignId((conversation.Number * Conversations.Foreigners) + (int)(dice % 2));
        }

        if (!conversation.IsChannel && dice % 2 == 0)
        {
            return _workspace.UserId(population.IndexOf(0));
        }

        (int start, int ranks) = _workspace.Conversations.FirstMembers(conversation);
        int rank = (start + (int)((dice >> 3) % (ulong)ranks)) % population.IdleEnd;
        long day = (message.Seconds - _workspace.FirstDay) / SlackWorkspace.DaySeconds;

        // Who has left writes no more; somebody else has to have.
        return _workspace.UserId(_workspace.Present(rank, day + 1));
    }

    private int ADay(Conversation conversation)
    {
        if (_usual == 0)
        {
            return 0;
        }

        return !conversation.IsChannel ? 1
            : conversation.IsGeneral ? _usual * 2
            : (int)((conversation.Dice >> 44) % (ulong)((_usual * 2) + 1));
    }

    private long FirstDayOf(Conversation conversation) =>
        Math.Max(0, (conversation.Created - _start + SlackWorkspace.DaySeconds - 1) / SlackWorkspace.DaySeconds);
}
