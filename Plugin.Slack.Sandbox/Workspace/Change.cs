namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One scripted change: an exact share of people and of channels, drawn anew for each.</summary>
internal sealed class Change
{
    private readonly Draw _people;
    private readonly Draw _topics;
    private readonly Draw _members;
    private readonly Draw _swaps;

    public Change(ulong seed, long at, int people, int channels, ChangeShares shares)
    {
        At = at;
        _people = new Draw(people, shares.People, seed + 1);
        _topics = new Draw(channels, shares.Channels, seed + 2);
        _members = new Draw(channels, shares.Members, seed + 3);
        _swaps = new Draw(channels, shares.Swaps, seed + 4);
    }

    /// <summary>Unix seconds.</summary>
    public long At { get; }

    public bool HitsPerson(int index) => _people.Hits(index);

    /// <summary>Whether the channel's record changes.</summary>
    public bool HitsTopic(int number) => _topics.Hits(number);

    /// <summary>Whether the channel's number of members changes.</summary>
    public bool HitsMembers(int number) => _members.Hits(number);

    /// <summary>Whether a member goes and another comes, so that their number stays.</summary>
    public bool HitsSwap(int number) => _swaps.Hits(number);

    private sealed class Draw(int size, double percent, ulong seed)
    {
        private readonly Shuffle _order = new(size, seed);
        private readonly int _hits = (int)Math.Ceiling(size * percent / 100);

        public bool Hits(int place) => place < size && _order.At(place) < _hits;
    }
}
