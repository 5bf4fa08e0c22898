namespace Plugin.Slack.Sandbox.Workspace;

/// <summary>The apps, by their history: it is all that Slack tells, and what is installed follows from it.</summary>
internal sealed class InstalledApps(SlackWorkspace workspace)
{
    private const int FirstApps = 12;

    /// <summary>A free workspace holds ten apps.</summary>
    private const int FreeApps = 10;

    private static readonly (string Name, string Scope)[] Catalogue =
    [
        ("GitHub", "chat:write,links:read,links:write,users:read"),
        ("Jira Cloud", "channels:read,chat:write,commands,users:read,users:read.email"),
        ("Google Drive", "files:read,files:write,links:read,links:write,users:read"),
        ("Zoom", "calls:write,commands,users:read,users.profile:read"),
        ("PagerDuty", "channels:manage,chat:write,commands,users:read.email"),
        ("Polly", "chat:write,commands,im:write,users:read"),
        ("Statuspage", "chat:write,incoming-webhook"),
        ("Deploy Bot", "channels:history,chat:write"),
        ("Donut", "channels:read,chat:write,groups:write,im:write,mpim:write,users:read"),
        ("Asana", "channels:read,chat:write,commands,links:read,users:read.email"),
        ("Salesforce", "channels:read,chat:write,commands,users:read.email"),
        ("Sentry", "chat:write,links:read,team:read"),
        ("Figma", "chat:write,links:read,links:write"),
        ("Notion", "chat:write,links:read,users:read.email"),
        ("Trello", "channels:read,chat:write,commands"),
        ("Miro", "commands,links:read,links:write"),
    ];

    private static readonly byte[][] Names = Array.ConvertAll(Catalogue, app => System.Text.Encoding.UTF8.GetBytes(app.Name));

    /// <summary>Number in <see cref="SlackWorkspace.AppIds"/> of the app that workflow bots belong to.</summary>
    public const int WorkflowBuilder = 1_000_000;

    /// <summary>Number in <see cref="SlackWorkspace.AppIds"/> of a bot's app; the bot is called like it.</summary>
    public static int NumberOfBot(int rank) => 1 + (rank % FirstApps);

    /// <summary>What the app of a bot is called.</summary>
    public static ReadOnlySpan<byte> NameOfBot(int rank) => Names[rank % FirstApps];

    /// <summary>The app that puts calls into channels.</summary>
    public const int Zoom = 3;

    public string Id(int app) => workspace.AppIds.Text('A', 1 + app);

    /// <summary>All changes up to a day, newest first. There are about two an app and one a day, so they are simply made.</summary>
    public IReadOnlyList<AppChange> Changes(int day)
    {
        List<AppChange> changes = [];
        int apps = workspace.Plan == SlackPlan.Free ? FreeApps : FirstApps;
        for (int app = 0; app < apps; app++)
        {
            long added = workspace.FirstDay - ((30 + (app * 53L)) * SlackWorkspace.DaySeconds) - (long)(Chance.Of(workspace.Seed, 500UL + (ulong)app) % 80_000);
            changes.Add(App(added, app, "added", null));
            switch (app)
            {
                case 1 or 4 or 8:
                    changes.Add(App(added + (9 * SlackWorkspace.DaySeconds), app, "updated", null));
                    break;
                case 5:
                    changes.Add(App(added + (3 * SlackWorkspace.DaySeconds), app, "removed", null));
                    changes.Add(App(added + (5 * SlackWorkspace.DaySeconds), app, "added", null));
                    break;
                case 7:
                    changes.Add(App(added + (20 * SlackWorkspace.DaySeconds), app, "disabled", "rate_limits"));
                    changes.Add(App(added + (21 * SlackWorkspace.DaySeconds), app, "enabled", null));
                    break;
                case 10:
                    changes.Add(App(added + (90 * SlackWorkspace.DaySeconds), app, "disabled", "deauth"));
                    break;
                case 11:
                    changes.Add(App(added + (200 * SlackWorkspace.DaySeconds), app, "removed", null));
                    break;
            }
        }

        long hooks = workspace.FirstDay - (400 * SlackWorkspace.DaySeconds);
        changes.Add(new AppChange(hooks, 0, IsService: true, "Incoming WebHooks", "added", ByRank: 0, Scope: null, Reason: null));
        changes.Add(new AppChange(hooks + 7_200, 1, IsService: true, "Outgoing WebHooks", "added", ByRank: 0, Scope: null, Reason: null));
        changes.Add(new AppChange(hooks + 90_000, 1, IsService: true, "Outgoing WebHooks", "removed", ByRank: 0, Scope: null, Reason: null));
        for (int later = 1; later <= day; later++)
        {
            changes.Add(OfDay(later));
        }

        changes.Sort((one, other) => other.At.CompareTo(one.At));
        return changes;
    }

    /// <summary>The one change of a day: by turns an app comes, an app widens its scopes, and an app goes.</summary>
    public AppChange OfDay(int day)
    {
        long at = workspace.FirstDay + (day * SlackWorkspace.DaySeconds) - 30_000;
        return (day % 3) switch
        {
            1 => App(at, FirstApps + (day / 3), "added", null),
            2 => App(at, day / 3 % 4, "updated", null),
            _ => App(at, FirstApps + ((day - 1) / 3), "removed", null),
        };
    }

    private AppChange App(long at, int app, string change, string? reason)
    {
        (string name, string scope) = Catalogue[app % Catalogue.Length];
        string? scopes = change switch
        {
            "added" => scope,
            "updated" => scope + ",channels:history",
            _ => null,
        };
        return new AppChange(at, app, IsService: false, name, change, app % workspace.People.Population.OwnersEnd, scopes, reason);
    }
}
