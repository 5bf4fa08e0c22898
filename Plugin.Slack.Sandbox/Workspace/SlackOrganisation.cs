using System.Diagnostics.CodeAnalysis;

namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>
/// Everything there is: one workspace, or an Enterprise organisation of several that share their people. An organisation has
/// one workspace more than it grants to the app, as its administrators add an app to workspaces one by one.
/// </summary>
internal sealed class SlackOrganisation
{
    public const string Name = "Harbour Group";

    public const string Domain = "harbour-group";

    private readonly SlackWorkspace[] _workspaces;

    public SlackOrganisation(SandboxOptions options)
    {
        Seed = (ulong)options.Seed;
        Plan = options.Plan;
        HidesEmails = options.HidesEmails;
        Granted = IsOrganisation(options) ? options.Workspaces : 1;
        IsInstalledOrgWide = IsOrganisation(options);
        DateTimeOffset now = options.Now ?? new DateTimeOffset(options.TimeProvider.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        Clock = new Clock(now.ToUnixTimeSeconds());
        Id = new SlackIds(Seed, 'E').Text('E', 0);
        Changes = new Changes(Seed);
        People = new People(options.Users, Seed, Clock.FirstDay, Changes);
        SignIns = new SignIns(People, options.SignIns, Seed, Clock.FirstDay);
        _workspaces = [.. Enumerable.Range(0, IsInstalledOrgWide ? Granted + 1 : 1).Select(place => new SlackWorkspace(this, place, options))];
    }

    public ulong Seed { get; }

    public SlackPlan Plan { get; }

    /// <summary>Whether its setting keeps email addresses from everybody.</summary>
    public bool HidesEmails { get; }

    public Clock Clock { get; }

    public string Id { get; }

    /// <summary>Whether tokens are the organisation's, so that methods must be told a workspace.</summary>
    public bool IsInstalledOrgWide { get; }

    /// <summary>How many workspaces the app was added to; they come first.</summary>
    public int Granted { get; }

    public Changes Changes { get; }

    public People People { get; }

    /// <summary>What people did in the apps for desktop and telephone and on the web, whatever the workspace.</summary>
    public SignIns SignIns { get; }

    public IReadOnlyList<SlackWorkspace> Workspaces => _workspaces;

    /// <summary>The workspace of an installation that is not the organisation's.</summary>
    public SlackWorkspace Home => _workspaces[0];

    public bool TryFind(string teamId, [NotNullWhen(true)] out SlackWorkspace? workspace)
    {
        workspace = _workspaces.Take(Granted).FirstOrDefault(one => one.TeamId == teamId);
        return workspace is not null;
    }

    /// <summary>The workspace that something lies in; the first one, when it lies in none.</summary>
    public SlackWorkspace Owning(Func<SlackWorkspace, bool> has) => _workspaces.Take(Granted).FirstOrDefault(has) ?? Home;

    private static bool IsOrganisation(SandboxOptions options) => options.Plan == SlackPlan.Enterprise && options.Workspaces > 0;
}
