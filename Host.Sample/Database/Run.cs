using Plugin.Abstractions.Errors;

namespace Host.Sample.Database;

/// <summary>One collection of a connector.</summary>
public sealed class Run
{
    /// <summary>Rises with time over all connectors; inventory versions are counted by it.</summary>
    public long Id { get; set; }

    public int ConnectorId { get; set; }

    public RunState State { get; set; }

    /// <summary>Who or what asked for it: <c>cli</c>, <c>rest</c>, <c>demo</c>.</summary>
    public required string Trigger { get; set; }

    public DateTimeOffset QueuedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>How often it was taken up again after the process that ran it had died.</summary>
    public int Resumes { get; set; }

    public bool CancelRequested { get; set; }

    public string? PluginVersion { get; set; }

    public string? ContractVersion { get; set; }

    /// <summary>Why it failed; null otherwise.</summary>
    public FailureReason? Reason { get; set; }

    public string? Code { get; set; }

    public string? Message { get; set; }

    public string? Fix { get; set; }

    public List<StreamRun> Streams { get; } = [];

    /// <summary>What the run proves; its streams must have been read with it.</summary>
    public RunVerdict Verdict() => State is not RunState.Published || Streams.Count == 0 ? RunVerdict.Unknown
        : Streams.TrueForAll(stream => stream.State is StreamState.Complete) ? RunVerdict.Complete
        : RunVerdict.Partial;
}
