using System.Globalization;
using System.Text;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>One workspace: its people, channels, groups, apps and sign-ins, and the day it has reached.</summary>
internal sealed class SlackWorkspace
{
    public const long DaySeconds = 86_400;

    public const string Name = "Harbour Works";

    public const string Domain = "harbour-works";

    public const string EnterpriseName = "Harbour Group";

    private int _day;

    public SlackWorkspace(SandboxOptions options)
    {
        Seed = (ulong)options.Seed;
        Plan = options.Plan;
        DateTimeOffset now = options.Now ?? new DateTimeOffset(options.TimeProvider.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        FirstDay = now.ToUnixTimeSeconds();
        UserIds = new SlackIds(Seed, 'U');
        BotIds = new SlackIds(Seed, 'B');
        AppIds = new SlackIds(Seed, 'A');
        TeamId = new SlackIds(Seed, 'T').Text('T', 0);
        ForeignTeamId = new SlackIds(Seed, 'T').Text('T', 1);
        EnterpriseId = new SlackIds(Seed, 'E').Text('E', 0);
        AppId = AppIds.Text('A', 0);
        People = new People(options.Users, Seed, FirstDay);
        ForeignIds = new SlackIds(Seed + 1, 'F');
        SignIns = new SignIns(People, options.SignIns, Seed, FirstDay);
        Conversations = new Conversations(this, options.Channels);
        UserGroups = new UserGroups(this, options.UserGroups);
        Apps = new InstalledApps(this);
        Files = new Files(this, options.Files);
        Messages = new Messages(this, options.Messages);
        Calls = new Calls(this);
        AppNumber = (Chance.Of(Seed, 'N') % 9_000_000_000_000) + 1_000_000_000_000;
    }

    public ulong Seed { get; }

    public SlackPlan Plan { get; }

    /// <summary>Unix seconds of the workspace's clock on day 0.</summary>
    public long FirstDay { get; }

    public int Day => Volatile.Read(ref _day);

    public long Now => FirstDay + (Day * DaySeconds);

    public string TeamId { get; }

    /// <summary>The workspace that shared channels are shared with.</summary>
    public string ForeignTeamId { get; }

    public string EnterpriseId { get; }

    /// <summary>The app whose credentials this sandbox accepts.</summary>
    public string AppId { get; }

    public ulong AppNumber { get; }

    public SlackIds UserIds { get; }

    public SlackIds BotIds { get; }

    public SlackIds AppIds { get; }

    public People People { get; }

    /// <summary>Ids of people in other workspaces, met in shared channels and not in <c>users.list</c>.</summary>
    public SlackIds ForeignIds { get; }

    public SignIns SignIns { get; }

    public Conversations Conversations { get; }

    public UserGroups UserGroups { get; }

    public InstalledApps Apps { get; }

    public Files Files { get; }

    public Messages Messages { get; }

    public Calls Calls { get; }

    public bool IsEnterprise => Plan == SlackPlan.Enterprise;

    public string Url { get; } = string.Create(CultureInfo.InvariantCulture, $"https://{Domain}.slack.com/");

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

    /// <summary>Enterprise organisations hand out ids with a <c>W</c> to a part of their people.</summary>
    public char UserLetter(int index) => IsEnterprise && index % 3 == 1 ? 'W' : 'U';

    public string UserId(int index) => IsSlackbot(index) ? "USLACKBOT" : UserIds.Text(UserLetter(index), index);

    public string ForeignId(int number) => ForeignIds.Text('U', number);

    /// <summary>Somebody from another workspace whom a shared channel makes visible.</summary>
    public bool TryFindForeigner(string? id, out Person person)
    {
        bool found = ForeignIds.TryRead(id, 2 * Conversations.Channels(Day), out int number) && id![0] == 'U';
        person = new Person(number, Person.ForeignRank, Chance.Of(Seed + 1, (ulong)number), AccountClass.Stranger, 0, FirstDay - 86_400);
        return found;
    }

    public bool TryFindUser(string? id, out int index)
    {
        if (id == "USLACKBOT" && People.Population.Size >= 2)
        {
            index = People.Population.IndexOf(People.Population.Size - 1);
            return true;
        }

        return UserIds.TryRead(id, People.Count(Day), out index) && id![0] == UserLetter(index) && !IsSlackbot(index);
    }

    /// <summary>One of the bots of apps; null where there is none.</summary>
    public Bot? BotOf(ulong dice)
    {
        Population population = People.Population;
        int bots = population.BotsEnd - population.WorkflowBotsEnd;
        if (bots == 0)
        {
            return null;
        }

        int rank = population.WorkflowBotsEnd + (int)((dice >> 44) % (ulong)bots);
        int index = population.IndexOf(rank);
        return new Bot(
            BotIds.Text('B', index), AppIds.Text('A', InstalledApps.NumberOfBot(rank)), UserId(index), Encoding.UTF8.GetString(InstalledApps.NameOfBot(rank)));
    }

    public int NextDay() => Interlocked.Increment(ref _day);

    private bool IsSlackbot(int index) =>
        index < People.Population.Size && People.Population.Size >= 2 && People.Population.RankOf(index) == People.Population.Size - 1;
}
