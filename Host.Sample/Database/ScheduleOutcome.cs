namespace Host.Sample.Database;

/// <summary>What became of a time of a schedule.</summary>
public enum ScheduleOutcome
{
    /// <summary>A run began.</summary>
    Begun,

    /// <summary>The connector was at work already.</summary>
    AtWork,

    FeatureDisabled,

    PluginUnavailable,

    /// <summary>The connector lacks a token or a setting.</summary>
    NotReady,

    /// <summary>Something else was in the way.</summary>
    Failed,
}
