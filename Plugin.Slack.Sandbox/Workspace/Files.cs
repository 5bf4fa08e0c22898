namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The files that the token's user can see. Their moments grow with their numbers, so that any is found by bisection.</summary>
internal sealed class Files
{
    /// <summary>A free workspace shows this much; what is older is hidden.</summary>
    public const long FreeSeconds = 90 * SlackWorkspace.DaySeconds;

    private const long Span = 400 * SlackWorkspace.DaySeconds;

    private readonly SlackWorkspace _workspace;
    private readonly SlackIds _ids;
    private readonly int _first;

    public Files(SlackWorkspace workspace, int files)
    {
        _workspace = workspace;
        _first = files;
        _ids = new SlackIds(workspace.Seed, 'f');
        MadeADay = files == 0 ? 0 : Math.Max(1, files / 100);
    }

    public int MadeADay { get; }

    public int Count(int day) => _first + (day * MadeADay);

    public SharedFile At(int number) => new(number, Chance.Of(_workspace.Seed + 60, (ulong)number), Created(number));

    public string Id(SharedFile file) => _ids.Text('F', file.Number);

    public bool TryFind(string? id, int day, out SharedFile file)
    {
        bool found = _ids.TryRead(id, Count(day), out int number) && id![0] == 'F';
        file = found ? At(number) : default;
        return found;
    }

    /// <summary>The oldest file that is not older than a moment; the count, when there is none.</summary>
    public int FirstSince(long moment, int day)
    {
        (int low, int high) = (0, Count(day));
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (Created(middle) < moment)
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

    /// <summary>Whether the plan hides the file for its age.</summary>
    public bool IsHidden(SharedFile file) => _workspace.Plan == SlackPlan.Free && file.Created < _workspace.Now - FreeSeconds;

    /// <summary>Who made it; a deactivated person, too.</summary>
    public string Owner(SharedFile file)
    {
        if (file.IsForeign)
        {
            return _workspace.ForeignId((int)(file.Dice >> 8 & 1) + (2 * (int)((file.Dice >> 9) % (ulong)Math.Max(1, _workspace.Conversations.Channels(0)))));
        }

        Population population = _workspace.People.Population;
        return _workspace.UserId(_workspace.Neighbour(population.IndexOf((int)((file.Dice >> 32) % (ulong)population.SignInEnd))));
    }

    /// <summary>Where it is shared; null: nowhere.</summary>
    public Conversation? SharedIn(SharedFile file, int day)
    {
        ulong dice = file.Dice >> 26;
        Conversations conversations = _workspace.Conversations;
        return (dice % 20) switch
        {
            0 => null,
            1 when conversations.Directs > 0 => conversations.Direct((int)(dice % (ulong)conversations.Directs), day),
            2 when conversations.Groups > 0 => conversations.Group((int)(dice % (ulong)conversations.Groups), day),
            _ => conversations.At((int)(dice % (ulong)conversations.Channels(0)), day),
        };
    }

    private long Created(int number)
    {
        if (number < _first)
        {
            return _workspace.FirstDay - 60 - ((_first - 1L - number) * Span / _first);
        }

        (int day, int place) = Math.DivRem(number - _first, MadeADay);
        return _workspace.FirstDay + (day * SlackWorkspace.DaySeconds) + ((place + 1) * SlackWorkspace.DaySeconds / (MadeADay + 1));
    }
}
