using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>Channels, group conversations and direct conversations: what the token's user can see, and who is in them.</summary>
internal sealed class Conversations
{
    /// <summary>How many people of another workspace a shared channel has.</summary>
    public const int Foreigners = 2;

    private static readonly string[] Prefixes = ["proj", "team", "help", "announce", "sales", "eng", "ops", "social"];

    private static readonly string[] Words =
        ["atlas", "beacon", "cedar", "delta", "ember", "falcon", "garnet", "harbour", "indigo", "juniper", "kestrel", "lagoon", "meadow", "nimbus", "orchid", "pioneer"];

    private readonly SlackWorkspace _workspace;
    private readonly SlackIds _channelIds;
    private readonly SlackIds _groupIds;
    private readonly SlackIds _directIds;
    private readonly int _firstChannels;
    private readonly int _archivePeriod;

    public Conversations(SlackWorkspace workspace, int channels)
    {
        _workspace = workspace;
        _firstChannels = channels;
        _archivePeriod = Math.Clamp(channels / 2, 5, 200);
        CreatedADay = Math.Max(1, channels / 200);
        _channelIds = new SlackIds(workspace.Seed, 'C');
        _groupIds = new SlackIds(workspace.Seed, 'G');
        _directIds = new SlackIds(workspace.Seed, 'D');
        int others = workspace.People.Population.IdleEnd - 1;
        Groups = Math.Min(5, others / 2);
        Directs = Math.Min(24, others);
    }

    public int CreatedADay { get; }

    public int Groups { get; }

    public int Directs { get; }

    public int Channels(int day) => _firstChannels + (day * CreatedADay);

    public int Count(int day) => Channels(day) + Groups + Directs;

    /// <summary>The places in the list that may hold one of the kinds; within them, kinds are sorted out after a page is cut.</summary>
    public (int Start, int End) Range(ConversationKind kinds, int day)
    {
        int channels = Channels(day);
        int start = kinds.HasFlag(ConversationKind.PublicChannel) || kinds.HasFlag(ConversationKind.PrivateChannel) ? 0
            : kinds.HasFlag(ConversationKind.Mpim) ? channels
            : channels + Groups;
        int end = kinds.HasFlag(ConversationKind.Im) ? Count(day)
            : kinds.HasFlag(ConversationKind.Mpim) ? channels + Groups
            : channels;
        return (start, end);
    }

    /// <summary>One of the group conversations.</summary>
    public Conversation Group(int number, int day) => At(Channels(day) + number, day);

    /// <summary>One of the direct conversations.</summary>
    public Conversation Direct(int number, int day) => At(Channels(day) + Groups + number, day);

    public Conversation At(int index, int day)
    {
        int channels = Channels(day);
        if (index < channels)
        {
            return Channel(index, day);
        }

        bool direct = index >= channels + Groups;
        int number = direct ? index - channels - Groups : index - channels;
        ConversationKind kind = direct ? ConversationKind.Im : ConversationKind.Mpim;
        ulong dice = Chance.Of(_workspace.Seed + (ulong)kind, (ulong)number);
        long created = _workspace.FirstDay - 3_600 - (long)(dice % (400 * SlackWorkspace.DaySeconds));
        return direct
            ? new Conversation(index, number, kind, dice, created, created, Archived: 0, 1 + number, 1)
            : new Conversation(index, number, kind, dice, created, created, Archived: 0, 1 + number, 2);
    }

    public string Id(Conversation conversation) => conversation.Kind switch
    {
        ConversationKind.Im => _directIds.Text('D', conversation.Number),
        ConversationKind.Mpim => _groupIds.Text('C', conversation.Number),
        _ => _channelIds.Text(conversation.IsOldGroup ? 'G' : 'C', conversation.Number),
    };

    public bool TryFind([NotNullWhen(true)] string? id, int day, out Conversation conversation)
    {
        int channels = Channels(day);
        foreach ((SlackIds ids, int count, int start) in ((SlackIds, int, int)[])
            [(_channelIds, channels, 0), (_groupIds, Groups, channels), (_directIds, Directs, channels + Groups)])
        {
            if (ids.TryRead(id, count, out int number))
            {
                conversation = At(start + number, day);
                if (Id(conversation) == id)
                {
                    return true;
                }
            }
        }

        conversation = default;
        return false;
    }

    public static string Name(Conversation conversation)
    {
        if (conversation.Kind == ConversationKind.Mpim)
        {
            return string.Create(CultureInfo.InvariantCulture, $"mpdm-group-{conversation.Number + 1}");
        }

        int number = conversation.Number;
        if (number < 2)
        {
            return number == 0 ? "general" : "random";
        }

        int pair = (number * 37) & 127;
        string name = $"{Prefixes[pair & 7]}-{Words[pair >> 3]}";
        return number < 130 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{number / 128}");
    }

    /// <summary>The run of ranks that were members on the first day.</summary>
    public (int Start, int Ranks) FirstMembers(Conversation conversation) =>
        conversation.IsChannel ? FirstMembers(conversation.Number, conversation.Dice) : (conversation.Start, conversation.Ranks);

    /// <summary>How many places <see cref="MemberAt"/> has; some may be empty.</summary>
    public int Places(Conversation conversation, int day)
    {
        int newcomers = conversation.IsGeneral ? day * _workspace.People.JoinsPerDay : 0;
        int extra = conversation.IsShared ? Foreigners : conversation.Kind is ConversationKind.Mpim or ConversationKind.Im ? 1 : 0;
        return conversation.Ranks + newcomers + extra;
    }

    /// <summary>The user id at a place of the member list; null where somebody has left.</summary>
    public string? MemberAt(Conversation conversation, int place, int day)
    {
        People people = _workspace.People;
        if (place < conversation.Ranks)
        {
            int rank = (conversation.Start + place) % people.Population.IdleEnd;
            return IsMember(conversation, rank, day) ? _workspace.UserId(people.Population.IndexOf(rank)) : null;
        }

        int extra = place - conversation.Ranks;
        return conversation.IsGeneral ? (_workspace.Has(people.Population.Size + extra) ? _workspace.UserId(people.Population.Size + extra) : null)
            : conversation.IsShared ? _workspace.ForeignId((conversation.Number * Foreigners) + extra)
            : _workspace.UserId(people.Population.IndexOf(0));
    }

    public int MemberCount(Conversation conversation, int day)
    {
        int count = Places(conversation, day);
        if (day == 0 && _workspace.HasEverybody)
        {
            return count;
        }

        int live = _workspace.People.Population.IdleEnd;
        for (int place = 0; place < conversation.Ranks; place++)
        {
            count -= IsMember(conversation, (conversation.Start + place) % live, day) ? 0 : 1;
        }

        if (conversation.IsGeneral && !_workspace.HasEverybody)
        {
            int first = _workspace.People.Population.Size;
            count -= Enumerable.Range(first, day * _workspace.People.JoinsPerDay).Count(index => !_workspace.Has(index));
        }

        return count;
    }

    /// <summary>Direct conversations reach across the workspaces of an organisation.</summary>
    private bool IsMember(Conversation conversation, int rank, int day)
    {
        People people = _workspace.People;
        return people.LeaveDay(rank) > day && (!conversation.IsChannel || _workspace.Has(people.Population.IndexOf(rank)));
    }

    private Conversation Channel(int number, int day)
    {
        ulong dice = Chance.Of(_workspace.Seed + 40, (ulong)number);
        int createdDay = number < _firstChannels ? 0 : 1 + ((number - _firstChannels) / CreatedADay);
        long created = createdDay == 0
            ? _workspace.FirstDay - 7_200 - (long)(dice % (3_000 * SlackWorkspace.DaySeconds))
            : _workspace.FirstDay + (createdDay * SlackWorkspace.DaySeconds) - 7_200;
        bool standard = number < 2;
        ConversationKind kind = !standard && (dice >> 12) % 5 == 0 ? ConversationKind.PrivateChannel : ConversationKind.PublicChannel;
        bool archivedBefore = !standard && createdDay == 0 && (dice >> 20) % 8 == 0;
        int archiveDay = standard || number % 2 == 0 || createdDay > 0 ? int.MaxValue : 1 + (number / 2 % _archivePeriod);
        bool archivedSince = !archivedBefore && archiveDay <= day;
        long archived = archivedBefore ? Math.Max(created + 60, _workspace.FirstDay - (long)(dice % (300 * SlackWorkspace.DaySeconds)))
            : archivedSince ? _workspace.FirstDay + (archiveDay * SlackWorkspace.DaySeconds) - 3_600
            : 0;
        (int start, int ranks) = FirstMembers(number, dice);
        long updated = archivedSince ? archived : created + 60;
        Conversation channel = new(number, number, kind, dice, created, updated, archived, start, ranks);
        return _workspace.Changes.Apply(channel, _workspace.People.Population.IdleEnd);
    }

    private (int Start, int Ranks) FirstMembers(int number, ulong dice)
    {
        int live = _workspace.People.Population.IdleEnd;
        if (number < 2)
        {
            return (0, live);
        }

        long share = (long)((dice >> 28) % 1_000);
        return ((int)((dice >> 36) % (ulong)live), (int)Math.Min(live, 3 + (share * share * share * Math.Min(live, 2_000) / 1_000_000_000)));
    }
}
