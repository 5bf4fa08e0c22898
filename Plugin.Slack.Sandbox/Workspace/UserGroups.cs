using System.Globalization;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The user groups; a tenth of them is disabled.</summary>
internal sealed class UserGroups
{
    private static readonly string[] Teams =
        ["Administrators", "Design", "Finance", "Engineering", "Leadership", "Marketing", "On Call", "Sales", "Support", "Security", "Platform", "Data"];

    private readonly SlackWorkspace _workspace;
    private readonly SlackIds _ids;

    public UserGroups(SlackWorkspace workspace, int count)
    {
        _workspace = workspace;
        _ids = new SlackIds(workspace.Seed, 'S');
        Count = count;
    }

    public int Count { get; }

    public UserGroup At(int number)
    {
        ulong dice = Chance.Of(_workspace.Seed + 90, (ulong)number);
        int live = _workspace.People.Population.IdleEnd;
        long created = _workspace.FirstDay - 3_600 - (long)(dice % (900 * SlackWorkspace.DaySeconds));
        string team = Teams[number % Teams.Length];
        string name = number < Teams.Length ? team : string.Create(CultureInfo.InvariantCulture, $"{team} {1 + (number / Teams.Length)}");
        string handle = name.ToLowerInvariant().Replace(' ', '-');
        bool disabled = number % 10 == 9;
        int ranks = (int)Math.Min((ulong)live, 2 + ((dice >> 20) % 40));
        return new UserGroup(
            number, _ids.Text('S', number), name, handle, created, created + 600, disabled ? created + 1_200 : 0, (int)((dice >> 30) % (ulong)live), ranks);
    }

    public bool TryFind(string? id, out int number) => _ids.TryRead(id, Count, out number) && id![0] == 'S';

    /// <summary>The members on a day: who has left the workspace has left its groups.</summary>
    public IEnumerable<string> Members(UserGroup group, int day)
    {
        Population population = _workspace.People.Population;
        for (int place = 0; place < group.Ranks; place++)
        {
            int rank = (group.Start + place) % population.IdleEnd;
            if (_workspace.People.LeaveDay(rank) > day && _workspace.Has(population.IndexOf(rank)))
            {
                yield return _workspace.UserId(population.IndexOf(rank));
            }
        }
    }
}
