namespace Host.Sample.Plugins;

/// <summary>What the host remembers of a plugin from one start to the next. Kept in the data folder; a plugin's own folder is never written to.</summary>
public sealed record PluginRecord
{
    public static PluginRecord Empty { get; } = new();

    /// <summary>The version that a person has chosen; null: the newest good one.</summary>
    public string? Wanted { get; init; }

    /// <summary>Why the plugin runs in a process of its own; null: it runs in the host's.</summary>
    public string? IsolatedBecause { get; init; }

    /// <summary>Versions that have served, in the order in which they began to; the last one is the latest that did.</summary>
    public IReadOnlyList<GoodVersion> Good { get; init; } = [];

    /// <summary>Versions that were taken out.</summary>
    public IReadOnlyList<PutAside> PutAside { get; init; } = [];

    /// <summary>Runs in a row that failed by the plugin's own fault, by the hash of its files.</summary>
    public IReadOnlyDictionary<string, int> FailedRuns { get; init; } = new Dictionary<string, int>();

    /// <summary>When a process ended while the plugin was at work in it, by the hash of its files; the latest few.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DateTimeOffset>> Crashes { get; init; } = new Dictionary<string, IReadOnlyList<DateTimeOffset>>();

    public bool IsIsolated => IsolatedBecause is not null;
}
