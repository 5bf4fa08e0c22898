namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>
/// The access log, newest first. The rows of the first day are a merge of ordered sequences, one for each round in which
/// everybody signs in once; a rank's age is arithmetic and grows with the rank, so that any row is found by bisection and a
/// page is read without the pages before it. Each later day puts a block of rows on top.
/// </summary>
internal sealed class SignIns
{
    /// <summary>More rows than this for one person are not made.</summary>
    public const int RowsAPerson = 1_000;

    private const long DaySeconds = SlackWorkspace.DaySeconds;
    private const long ActiveSeconds = 28 * DaySeconds;
    private const long RoundSeconds = 803_580;

    private readonly People _people;
    private readonly Population _population;
    private readonly ulong _seed;
    private readonly long _firstDay;
    private readonly Sequence[] _sequences;
    private readonly long _firstRows;
    private readonly int _usualRowsADay;

    public SignIns(People people, int? rows, ulong seed, long firstDay)
    {
        _people = people;
        _population = people.Population;
        _seed = seed;
        _firstDay = firstDay;
        _firstRows = Math.Min(rows ?? _population.SignInEnd * 3L, (long)_population.SignInEnd * RowsAPerson);
        _usualRowsADay = (int)Math.Min(_population.IdleEnd, Math.Max(1, _firstRows / 100));
        List<Sequence> sequences = [];
        for (int round = 0; (long)round * _population.SignInEnd < _firstRows; round++)
        {
            int signedIn = (int)Math.Min(_population.SignInEnd, _firstRows - ((long)round * _population.SignInEnd));
            sequences.Add(new Sequence(0, Math.Min(signedIn, _population.IdleEnd), round * RoundSeconds));
            sequences.Add(new Sequence(_population.IdleEnd, Math.Max(_population.IdleEnd, signedIn), round * RoundSeconds));
        }

        _sequences = [.. sequences];
    }

    public int RowsADay => _firstRows == 0 ? 0 : _usualRowsADay + _people.JoinsPerDay;

    public long Count(int day) => _firstRows + ((long)day * RowsADay);

    /// <summary>Unix seconds of the latest activity of somebody who was there on the first day.</summary>
    public long LastActivity(int rank, int day)
    {
        if (rank < _population.OwnersEnd)
        {
            return _firstDay + (day * DaySeconds);
        }

        for (int back = day; back >= 1 && _firstRows > 0; back--)
        {
            int place = (rank - BlockStart(back) + _population.IdleEnd) % _population.IdleEnd;
            if (rank < _population.IdleEnd && place < _usualRowsADay && _people.LeaveDay(rank) > back)
            {
                return BlockMoment(back, _people.JoinsPerDay + place);
            }
        }

        return _firstDay - AgeOf(rank);
    }

    /// <summary>Whether Fair Billing counts the account as active: any action within 28 days.</summary>
    public bool IsBilled(Person person, int day)
    {
        if (person.Class is not (AccountClass.PrimaryOwner or AccountClass.Owner or AccountClass.Admin or AccountClass.Member or AccountClass.MultiChannelGuest))
        {
            return false;
        }

        long last = person.Rank < 0 ? person.Updated : LastActivity(person.Rank, day);
        return _firstDay + (day * DaySeconds) - last <= ActiveSeconds;
    }

    /// <summary>The first row that is not younger than a moment.</summary>
    public long RowAt(long before, int day)
    {
        long row = 0;
        for (int block = day; block >= 1 && RowsADay > 0; block--)
        {
            int younger = 0;
            while (younger < RowsADay && BlockMoment(block, younger) > before)
            {
                younger++;
            }

            row += younger;
            if (younger < RowsADay)
            {
                return row;
            }
        }

        return row + CountYounger(_firstDay - before);
    }

    /// <summary>The rows from one on, newest first.</summary>
    public IEnumerable<SignIn> From(long row, int day)
    {
        for (int block = day; block >= 1; block--)
        {
            for (; row < RowsADay; row++)
            {
                yield return BlockRow(block, (int)row);
            }

            row -= RowsADay;
        }

        foreach (SignIn signIn in FirstRows(row))
        {
            yield return signIn;
        }
    }

    private SignIn BlockRow(int block, int row)
    {
        int joins = _people.JoinsPerDay;
        ulong dice = Chance.Of(_seed + (ulong)block, (ulong)row);
        long last = BlockMoment(block, row);
        if (row < joins)
        {
            return new SignIn(_population.Size + ((block - 1) * joins) + row, last, last, dice);
        }

        int rank = (BlockStart(block) + row - joins) % _population.IdleEnd;
        if (_people.LeaveDay(rank) <= block)
        {
            // Who has left does not sign in; somebody else has to have done it.
            rank = 0;
        }

        return new SignIn(_population.IndexOf(rank), last - (long)(dice % 3_600), last, dice);
    }

    private int BlockStart(int block) => (int)(Chance.Of(_seed, 1_000_003UL + (ulong)block) % (ulong)_population.IdleEnd);

    private long BlockMoment(int block, int row) => _firstDay + (block * DaySeconds) - ((row + 1) * DaySeconds / (RowsADay + 1));

    private IEnumerable<SignIn> FirstRows(long row)
    {
        if (row >= _firstRows)
        {
            yield break;
        }

        long age = 0;
        long older = AgeOf(_population.SignInEnd - 1) + AgeOf(_population.IdleEnd - 1) + (_sequences.Length * RoundSeconds);
        while (age < older)
        {
            long middle = age + ((older - age + 1) / 2);
            if (CountYounger(middle) <= row)
            {
                age = middle;
            }
            else
            {
                older = middle - 1;
            }
        }

        long skip = row - CountYounger(age);
        int[] places = new int[_sequences.Length];
        PriorityQueue<int, long> next = new(_sequences.Length);
        for (int number = 0; number < _sequences.Length; number++)
        {
            places[number] = FirstNotYounger(_sequences[number], age);
            Enqueue(next, places, number);
        }

        while (next.TryDequeue(out int number, out _))
        {
            int rank = places[number]++;
            if (skip > 0)
            {
                skip--;
            }
            else
            {
                ulong dice = Chance.Of(_seed + 77 + (ulong)number, (ulong)rank);
                long last = _firstDay - AgeOf(rank) - _sequences[number].Shift;
                yield return new SignIn(_population.IndexOf(rank), last - (long)(dice % (6 * DaySeconds)), last, dice);
            }

            Enqueue(next, places, number);
        }
    }

    private void Enqueue(PriorityQueue<int, long> next, int[] places, int number)
    {
        Sequence sequence = _sequences[number];
        if (places[number] < sequence.End)
        {
            // The number settles ties, so that the order is the same on every page.
            next.Enqueue(number, ((AgeOf(places[number]) + sequence.Shift) << 16) | (uint)number);
        }
    }

    private long CountYounger(long age)
    {
        long count = 0;
        foreach (Sequence sequence in _sequences)
        {
            count += FirstNotYounger(sequence, age) - sequence.Start;
        }

        return count;
    }

    private int FirstNotYounger(Sequence sequence, long age)
    {
        (int low, int high) = (sequence.Start, sequence.End);
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (AgeOf(middle) + sequence.Shift < age)
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

    /// <summary>Seconds since a rank's latest sign-in on the first day; grows with the rank among people who are still there, and among those who are not.</summary>
    private long AgeOf(int rank)
    {
        if (rank < _population.ActiveEnd)
        {
            // Squared, so that most active people came today or yesterday.
            return 60 + (rank * (ActiveSeconds - 120) / _population.ActiveEnd * rank / _population.ActiveEnd);
        }

        return rank < _population.IdleEnd
            ? ActiveSeconds + 3_600 + ((rank - _population.ActiveEnd) * 270L * DaySeconds / (_population.IdleEnd - _population.ActiveEnd))
            : (45 * DaySeconds) + ((rank - _population.IdleEnd) * 400L * DaySeconds / Math.Max(1, _population.SignInEnd - _population.IdleEnd));
    }

    private sealed record Sequence(int Start, int End, long Shift);
}
