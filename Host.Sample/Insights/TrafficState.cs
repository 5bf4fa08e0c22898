namespace Host.Sample.Insights;

/// <summary>When something last happened in a space, counted back from the run.</summary>
public enum TrafficState
{
    /// <summary>At most 30 days before.</summary>
    Within30Days,

    /// <summary>Earlier, at most 90 days.</summary>
    Within90Days,

    /// <summary>Earlier still.</summary>
    Older,

    /// <summary>The record has nothing of it. That is not the same as nothing: the service may not let it be read.</summary>
    NoneKnown,

    /// <summary>It cannot be said: no stream tells it, or one that would was not read whole.</summary>
    Unknown,
}
