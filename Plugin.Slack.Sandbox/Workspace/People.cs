namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The user records of any day. On each day some join, some leave, some change role or title.</summary>
internal sealed class People
{
    private const long DaySeconds = 86_400;

    private readonly ulong _seed;
    private readonly long _firstDay;
    private readonly int _leavePeriod;
    private readonly int _rolePeriod;
    private readonly int _titlePeriod;
    private readonly Changes _changes;
    private volatile OwnerChange? _owner;
    private volatile Gone? _gone;

    public People(int users, ulong seed, long firstDay, Changes changes)
    {
        _changes = changes;
        Population = new Population(users, seed);
        _seed = seed;
        _firstDay = firstDay;

        // About one record in a hundred changes a day; a small workspace changes a little faster, so that a day shows.
        JoinsPerDay = Math.Max(2, users / 500);
        _leavePeriod = Math.Clamp(users / 6, 5, 250);
        _rolePeriod = Math.Clamp(users / 2, 10, 1_000);
        _titlePeriod = Math.Clamp(users / 4, 10, 250);
    }

    public Population Population { get; }

    public int JoinsPerDay { get; }

    public int Count(int day) => Population.Size + (day * JoinsPerDay);

    public int JoinDay(int index) => index < Population.Size ? 0 : 1 + ((index - Population.Size) / JoinsPerDay);

    /// <summary>Whether somebody vanished without a trace.</summary>
    public bool IsGone(int index) => _gone?.Holds(index) ?? false;

    public bool AnyGone => _gone is not null;

    /// <summary>Takes a share away, in percent, whom Slack would have to have lost; 0 brings everybody back. Returns how many.</summary>
    public int Collapse(double percent, int day)
    {
        int count = Count(day);
        _gone = percent == 0 ? null : new Gone(count, percent, Population, _seed);
        return Enumerable.Range(0, count).Count(IsGone);
    }

    public Person At(int index, int day) => _changes.Apply(OfDay(index, day));

    private Person OfDay(int index, int day)
    {
        ulong dice = Chance.Of(_seed, (ulong)index);
        if (index >= Population.Size)
        {
            long joined = Moment(JoinDay(index), dice);
            return new Person(index, -1, dice, dice % 10 == 0 ? AccountClass.MultiChannelGuest : AccountClass.Member, 0, joined);
        }

        int rank = Population.RankOf(index);
        if (rank == 0 && _owner is { } owner)
        {
            return new Person(index, rank, dice, owner.Class, 0, owner.At);
        }

        AccountClass first = FirstClass(rank, dice);
        long updated = _firstDay - 3_600 - (long)(dice % (700 * DaySeconds));
        return day == 0 || rank < Population.OwnersEnd || rank >= Population.IdleEnd
            ? new Person(index, rank, dice, first, 0, first == AccountClass.Slackbot ? 0 : updated)
            : Later(index, rank, dice, first, updated, day);
    }

    /// <summary>The day on which this rank's account is deactivated; never is <see cref="int.MaxValue"/>.</summary>
    public int LeaveDay(int rank) =>
        rank < Population.OwnersEnd || rank >= Population.IdleEnd || rank % 2 == 0
            ? int.MaxValue
            : 1 + (rank / 2 % _leavePeriod);

    /// <summary>Makes the primary owner somebody else.</summary>
    public void ChangeOwner(AccountClass account, long at) => _owner = new OwnerChange(account, at);

    private int RoleDay(int rank) => 1 + ((rank + 3) % _rolePeriod);

    private int TitleDay(int rank) => 1 + ((rank + 8) % _titlePeriod);

    private Person Later(int index, int rank, ulong dice, AccountClass first, long updated, int day)
    {
        int leaves = LeaveDay(rank);
        if (leaves <= day)
        {
            return new Person(index, rank, dice, AccountClass.Deactivated, 0, Moment(leaves, dice));
        }

        AccountClass role = first;
        int roleDay = RoleDay(rank);
        if (roleDay <= day)
        {
            role = first switch
            {
                AccountClass.Member => (dice >> 20) % 3 == 0 ? AccountClass.Admin : AccountClass.MultiChannelGuest,
                _ => AccountClass.Member,
            };
            updated = Moment(roleDay, dice);
        }

        int titleDay = TitleDay(rank);
        int titles = titleDay <= day ? 1 : 0;
        return new Person(index, rank, dice, role, titles, titles == 0 ? updated : Math.Max(updated, Moment(titleDay, dice)));
    }

    private AccountClass FirstClass(int rank, ulong dice)
    {
        if (rank < Population.IdleEnd)
        {
            ulong share = (dice >> 8) % 100;
            return rank == 0 ? AccountClass.PrimaryOwner
                : rank < Population.OwnersEnd ? AccountClass.Owner
                : share < 2 ? AccountClass.Admin
                : share < 6 ? AccountClass.MultiChannelGuest
                : share < 9 ? AccountClass.SingleChannelGuest
                : AccountClass.Member;
        }

        return rank < Population.SignInEnd ? AccountClass.Deactivated
            : rank < Population.InvitedEnd ? AccountClass.Invited
            : rank < Population.StrangersEnd ? AccountClass.Stranger
            : rank < Population.WorkflowBotsEnd ? AccountClass.WorkflowBot
            : rank < Population.BotsEnd ? AccountClass.Bot
            : AccountClass.Slackbot;
    }

    private long Moment(int day, ulong dice) => _firstDay + (day * DaySeconds) - 60 - (long)(dice % 80_000);

    private sealed class Gone(int count, double percent, Population population, ulong seed)
    {
        private readonly Shuffle _order = new(count, seed + 77);
        private readonly int _gone = (int)(count * percent / 100);
        private readonly int _owner = population.IndexOf(0);
        private readonly int _slackbot = population.IndexOf(population.Size - 1);

        public bool Holds(int index) => index < count && index != _owner && index != _slackbot && _order.At(index) < _gone;
    }

    private sealed record OwnerChange(AccountClass Class, long At);
}
