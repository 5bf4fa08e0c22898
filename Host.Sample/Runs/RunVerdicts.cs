using Host.Sample.Database;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Runs;

/// <summary>What a run proves, by rules that are written down for people in <c>docs/certificate.md</c>.</summary>
public static class RunVerdicts
{
    /// <summary>What the run proves; its streams must have been read with it.</summary>
    public static RunVerdict Verdict(this Run run) => run.State is not RunState.Published || run.Streams.Count == 0 ? RunVerdict.Unknown
        : run.Streams.TrueForAll(stream => stream.State is StreamState.Complete && !StreamCheck.Of(stream).Any(Weighs)) ? RunVerdict.Complete
        : RunVerdict.Partial;

    /// <summary>Why the verdict is not Complete, each reason in a sentence; empty when it is.</summary>
    public static IReadOnlyList<string> VerdictReasons(this Run run) => run.State switch
    {
        RunState.Published =>
        [
            .. run.Streams.Count == 0 ? ["The run has no streams."] : Enumerable.Empty<string>(),
            .. run.Streams.Where(stream => stream.State is not StreamState.Complete).Select(stream => $"{stream.StreamId} is {Cli.Words.Lower(stream.State)}: {stream.Message ?? stream.Code ?? "nobody said why"}"),
            .. run.Streams.SelectMany(stream => StreamCheck.Of(stream).Where(Weighs).Select(check => $"{stream.StreamId}: {check.Message}")),
        ],
        RunState.Queued or RunState.Running => ["The run has not ended."],
        RunState.Held => ["The change guard holds the run; nobody has decided yet whether what it lost is really gone."],
        RunState.Rejected => ["The run was held and rejected; its changes are taken back."],
        RunState.RolledBack => ["Readers went back to an earlier run; the changes of this one are taken back."],
        RunState.Rehearsed => ["It was a dry run; nothing of it is kept."],
        RunState.Cancelled => ["The run was cancelled; its changes are taken back."],
        _ => [$"The run failed; its changes are taken back: {run.Message ?? run.Code ?? "nobody said why"}"],
    };

    private static bool Weighs(StreamCheck check) => check is { Result: StreamCheckResult.Differs, Weighs: true };
}
