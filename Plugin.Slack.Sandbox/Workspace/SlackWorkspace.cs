using System.Text;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One workspace: its channels, groups, files and apps, and which of the organisation's people are in it.</summary>
internal sealed class SlackWorkspace
{
    public const long DaySeconds = 86_400;

    /// <summary>How far to look for somebody else when a person is not there.</summary>
    private const int Neighbours = 16;

    private static readonly string[] Names = ["Works", "Labs", "Retail", "Services", "Media", "Energy", "Finance", "Logistics"];

    private readonly SlackOrganisation _organisation;
    private readonly SlackIds _localIds;

    public SlackWorkspace(SlackOrganisation organisation, int place, SandboxOptions options)
    {
        _organisation = organisation;
        Place = place;
        Seed = organisation.Seed + ((ulong)place * 1_000_003);
        UserIds = new SlackIds(organisation.Seed, 'U');
        BotIds = new SlackIds(Seed, 'B');
        AppIds = new SlackIds(organisation.Seed, 'A');
        _localIds = new SlackIds(Seed, 'L');
        SlackIds teams = new(organisation.Seed, 'T');
        TeamId = teams.Text('T', place == 0 ? 0 : place + 1);
        ForeignTeamId = teams.Text('T', 1);
        AppId = AppIds.Text('A', 0);
        ForeignIds = new SlackIds(Seed + 1, 'F');
        string name = place < Names.Length ? Names[place] : $"Works {place}";
        Name = "Harbour " + name;
        Domain = Name.ToLowerInvariant().Replace(' ', '-');
        Conversations = new Conversations(this, options.Channels);
        UserGroups = new UserGroups(this, options.UserGroups);
        Apps = new InstalledApps(this);
        Files = new Files(this, options.Files);
        Messages = new Messages(this, options.Messages);
        Calls = new Calls(this);
        WebSignIns = new SignIns(People, options.SignIns / 10 ?? People.Population.Size / 5, Seed + 5, FirstDay);
        AppNumber = (Chance.Of(Seed, 'N') % 9_000_000_000_000) + 1_000_000_000_000;
    }

    /// <summary>Place in the organisation, from 0.</summary>
    public int Place { get; }

    public ulong Seed { get; }

    public string Name { get; }

    public string Domain { get; }

    public SlackPlan Plan => _organisation.Plan;

    /// <summary>Unix seconds of the workspace's clock on day 0.</summary>
    public long FirstDay => _organisation.Clock.FirstDay;

    public int Day => _organisation.Clock.Day;

    public long Now => _organisation.Clock.Now;

    public string TeamId { get; }

    /// <summary>The workspace that shared channels are shared with.</summary>
    public string ForeignTeamId { get; }

    public string EnterpriseId => _organisation.Id;

    /// <summary>The app whose credentials this sandbox accepts.</summary>
    public string AppId { get; }

    public ulong AppNumber { get; }

    public SlackIds UserIds { get; }

    public SlackIds BotIds { get; }

    public SlackIds AppIds { get; }

    public Changes Changes => _organisation.Changes;

    public People People => _organisation.People;

    /// <summary>Ids of people in other workspaces, met in shared channels and not in <c>users.list</c>.</summary>
    public SlackIds ForeignIds { get; }

    public SignIns SignIns => _organisation.SignIns;

    /// <summary>What an organisation's workspace tells of itself alone: its web site and other parties' apps.</summary>
    public SignIns WebSignIns { get; }

    public Conversations Conversations { get; }

    public UserGroups UserGroups { get; }

    public InstalledApps Apps { get; }

    public Files Files { get; }

    public Messages Messages { get; }

    public Calls Calls { get; }

    public bool HidesEmails => _organisation.HidesEmails;

    public bool IsEnterprise => Plan == SlackPlan.Enterprise;

    public string Url => $"https://{Domain}.slack.com/";

    /// <summary>Whether all people are in this workspace.</summary>
    public bool HasEverybody => !_organisation.IsInstalledOrgWide && !People.AnyGone;

    /// <summary>Whether somebody is in this workspace: everybody has one, a quarter of people each further one.</summary>
    public bool Has(int index)
    {
        if (People.IsGone(index))
        {
            return false;
        }

        if (!_organisation.IsInstalledOrgWide || index == People.Population.IndexOf(0) || IsSlackbot(index))
        {
            return true;
        }

        return Chance.Of(_organisation.Seed + 700, (ulong)index) % (ulong)_organisation.Granted == (ulong)Place
            || Chance.Of(_organisation.Seed + 701 + (ulong)Place, (ulong)index) % 4 == 0;
    }

    /// <summary>Somebody who is in this workspace on a day, by rank: the asked one, a neighbour, or else the primary owner.</summary>
    public int Present(int rank, long day)
    {
        Population population = People.Population;
        for (int further = 0; further < Neighbours; further++)
        {
            int candidate = (rank + further) % population.IdleEnd;
            if (People.LeaveDay(candidate) > day && Has(population.IndexOf(candidate)))
            {
                return population.IndexOf(candidate);
            }
        }

        return population.IndexOf(0);
    }

    /// <summary>Somebody of the first day or later who is in this workspace: the asked one, or whoever stands in for them.</summary>
    public int Neighbour(int index)
    {
        if (Has(index))
        {
            return index;
        }

        int rank = index < People.Population.Size ? People.Population.RankOf(index) : 0;
        return Present(rank, day: 0);
    }

    /// <summary>The people that tokens belong to: who can grant <c>admin</c> is the primary owner, everybody else a member.</summary>
    public int UserIndexOf(bool asAdministrator)
    {
        Population population = People.Population;
        if (asAdministrator)
        {
            return population.IndexOf(0);
        }

        for (int rank = population.OwnersEnd; rank < population.ActiveEnd; rank++)
        {
            int index = population.IndexOf(rank);
            if (People.LeaveDay(rank) == int.MaxValue && People.At(index, 0).Class == AccountClass.Member)
            {
                return index;
            }
        }

        return population.IndexOf(0);
    }

    /// <summary>An organisation's id of somebody; a part of them begins with a <c>W</c>.</summary>
    public void WriteGlobalId(int index, Span<byte> id) => UserIds.Write(UserLetter(index), index, id);

    /// <summary>The id that this workspace shows somebody by; not for Slackbot.</summary>
    public void WriteUserId(int index, Span<byte> id)
    {
        if (HasLocalId(index))
        {
            _localIds.Write('U', index, id);
        }
        else
        {
            WriteGlobalId(index, id);
        }
    }

    public string UserId(int index)
    {
        if (IsSlackbot(index))
        {
            return "USLACKBOT";
        }

        Span<byte> id = stackalloc byte[SlackIds.Length];
        WriteUserId(index, id);
        return Encoding.ASCII.GetString(id);
    }

    public string ForeignId(int number) => ForeignIds.Text('U', number);

    /// <summary>The ids of all workspaces that somebody is in.</summary>
    public IEnumerable<string> TeamsOf(int index) =>
        _organisation.Workspaces.Where(workspace => workspace.Has(index)).Select(workspace => workspace.TeamId);

    /// <summary>Somebody from another workspace whom a shared channel makes visible.</summary>
    public bool TryFindForeigner(string? id, out Person person)
    {
        bool found = ForeignIds.TryRead(id, 2 * Conversations.Channels(Day), out int number) && id![0] == 'U';
        person = new Person(number, Person.ForeignRank, Chance.Of(Seed + 1, (ulong)number), AccountClass.Stranger, 0, FirstDay - 86_400);
        return found;
    }

    /// <summary>Finds somebody by the id of this workspace or of the organisation.</summary>
    public bool TryFindUser(string? id, out int index)
    {
        if (id == "USLACKBOT" && People.Population.Size >= 2)
        {
            index = People.Population.IndexOf(People.Population.Size - 1);
            return true;
        }

        int count = People.Count(Day);
        bool found = (UserIds.TryRead(id, count, out index) && id![0] == UserLetter(index))
            || (_localIds.TryRead(id, count, out index) && id![0] == 'U' && HasLocalId(index));
        return found && Has(index) && !IsSlackbot(index);
    }

    /// <summary>One of the bots of apps; null where there is none.</summary>
    public Bot? BotOf(ulong dice)
    {
        Population population = People.Population;
        int bots = population.BotsEnd - population.WorkflowBotsEnd;
        for (int further = 0; further < Math.Min(bots, Neighbours); further++)
        {
            int rank = population.WorkflowBotsEnd + (int)(((dice >> 44) + (ulong)further) % (ulong)bots);
            int index = population.IndexOf(rank);
            if (Has(index))
            {
                return new Bot(
                    BotIds.Text('B', index), AppIds.Text('A', InstalledApps.NumberOfBot(rank)), UserId(index), Encoding.UTF8.GetString(InstalledApps.NameOfBot(rank)));
            }
        }

        return null;
    }

    /// <summary>Some people were in a workspace before it joined the organisation, and it shows them by their older ids.</summary>
    private bool HasLocalId(int index) => Place > 0 && index % 5 == 2 && Has(index);

    private char UserLetter(int index) => IsEnterprise && index % 3 == 1 ? 'W' : 'U';

    private bool IsSlackbot(int index) =>
        index < People.Population.Size && People.Population.Size >= 2 && People.Population.RankOf(index) == People.Population.Size - 1;
}
