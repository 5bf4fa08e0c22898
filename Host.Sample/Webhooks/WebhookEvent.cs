using Host.Sample.Database;

namespace Host.Sample.Webhooks;

/// <summary>What webhooks are told of: the one list.</summary>
public static class WebhookEvent
{
    /// <summary>Readers see a new run.</summary>
    public const string RunPublished = "run.published";

    /// <summary>The change guard holds a run until a person decides.</summary>
    public const string RunHeld = "run.held";

    /// <summary>A run has failed; readers see what they saw before.</summary>
    public const string RunFailed = "run.failed";

    /// <summary>Somebody tries the webhook; tells of no run.</summary>
    public const string Test = "webhook.test";

    /// <summary>The events of runs, each with when it is told.</summary>
    public static IReadOnlyDictionary<string, string> OfRuns { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [RunPublished] = "Readers see a new run, with what it changed; also when a held one was accepted.",
        [RunHeld] = "The change guard holds a run until a person decides.",
        [RunFailed] = "A run has failed; readers see what they saw before.",
    };

    /// <summary>Whether a run can be one of which the event tells: what has become of it since is no contradiction.</summary>
    public static bool Fits(string name, RunState state) => name switch
    {
        RunPublished => state is RunState.Published or RunState.RolledBack,
        RunHeld => state is RunState.Held or RunState.Published or RunState.Rejected or RunState.RolledBack,
        RunFailed => state is RunState.Failed,
        _ => false,
    };
}
