namespace Plugin.Slack.Sandbox;

/// <summary>How large and how unfriendly a Slack to play. Two servers with the same options give the same answers.</summary>
public sealed record SandboxOptions
{
    /// <summary>Port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>User records on the first day, bots and Slackbot included.</summary>
    public int Users { get; init; } = 250;

    /// <summary>Public and private channels on the first day; direct conversations come on top.</summary>
    public int Channels { get; init; } = 40;

    public int UserGroups { get; init; } = 12;

    /// <summary>Rows of the access log on the first day; null gives about three a person.</summary>
    public int? SignIns { get; init; }

    /// <summary>Files that the token's user can see on the first day.</summary>
    public int Files { get; init; } = 300;

    /// <summary>Messages a day in a channel, on average; they go back 120 days.</summary>
    public int Messages { get; init; } = 2;

    /// <summary>Whether histories give one call a minute and fifteen messages a call, as for apps that are distributed commercially.</summary>
    public bool HistoryCap { get; init; }

    /// <summary>
    /// On the enterprise plan: how many workspaces of an organisation the app is added to, its tokens being the organisation's. 0 is a
    /// single workspace with a token of its own.
    /// </summary>
    public int Workspaces { get; init; }

    /// <summary>Whether the workspace's setting "Email Display" is off, so that no method gives an address.</summary>
    public bool HidesEmails { get; init; }

    public SlackPlan Plan { get; init; } = SlackPlan.BusinessPlus;

    public int Seed { get; init; } = 1;

    /// <summary>Null derives one from the seed.</summary>
    public string? ClientId { get; init; }

    /// <summary>Null derives one from the seed.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Configured redirect URLs; a <c>redirect_uri</c> must equal one or lie below it. Empty: any loopback address.</summary>
    public IReadOnlyList<Uri> RedirectUrls { get; init; } = [];

    public IReadOnlyList<SandboxToken> Tokens { get; init; } = [];

    /// <summary>Whether tokens expire after twelve hours and come with a refresh token.</summary>
    public bool Rotation { get; init; }

    public bool RateLimits { get; init; }

    /// <summary>One minute of Slack's rate limits lasts 60 / <see cref="TimeScale"/> seconds.</summary>
    public double TimeScale { get; init; } = 1;

    /// <summary>How many times its tier a method allows: below 1 a Slack that is stricter than it says, above 1 one that is laxer.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Calls of one method that may come at once before its steady rate holds.</summary>
    public int Burst { get; init; } = 5;

    /// <summary>Faults as <c>method:nth-call[-upto]:fault</c>.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The workspace's clock on the first day; null is today's midnight (UTC).</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Time that passes before each answer.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Clock of rate limits, codes and tokens.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
