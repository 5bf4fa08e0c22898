namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>What was changed by script, beside what each day changes. A few shares are kept, not what they hit.</summary>
internal sealed class Changes(ulong seed)
{
    private volatile Change[] _all = [];

    public IReadOnlyList<Change> All => _all;

    /// <summary>Adds a change. Each happens a second after the one before, so that records tell them apart.</summary>
    public Change Add(long now, int people, int channels, ChangeShares shares)
    {
        Change change = new(Chance.Of(seed, 40_000UL + (ulong)_all.Length), now + _all.Length + 1, people, channels, shares);
        _all = [.. _all, change];
        return change;
    }

    /// <summary>A person after all changes: each gives another title.</summary>
    public Person Apply(Person person)
    {
        foreach (Change change in _all)
        {
            if (person.Class < AccountClass.Deactivated && change.HitsPerson(person.Index))
            {
                person = person with { Titles = person.Titles + 1, Updated = Math.Max(person.Updated, change.At) };
            }
        }

        return person;
    }

    /// <summary>A channel after all changes. Members are a run of ranks: it grows, or moves on by one, or shrinks where it is everybody.</summary>
    public Conversation Apply(Conversation channel, int live)
    {
        foreach (Change change in _all)
        {
            if (change.HitsTopic(channel.Number))
            {
                channel = channel with { Topics = channel.Topics + 1, Updated = Math.Max(channel.Updated, change.At) };
            }

            if (change.HitsMembers(channel.Number))
            {
                channel = channel with { Ranks = channel.Ranks < live && channel.Number > 1 ? channel.Ranks + 1 : Math.Max(1, channel.Ranks - 1) };
            }

            if (change.HitsSwap(channel.Number) && channel.Ranks < live)
            {
                channel = channel with { Start = (channel.Start + 1) % live };
            }
        }

        return channel;
    }
}
