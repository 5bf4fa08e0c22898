using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>What every door says about a run, word for word.</summary>
public static class RunWords
{
    /// <summary>What the run proves, in a sentence; its streams must have been read with it.</summary>
    public static string Verdict(Run run) => run.Verdict() switch
    {
        RunVerdict.Complete => string.Create(CultureInfo.InvariantCulture, $"Verdict Complete: all {run.Streams.Count} streams were read to their end."),
        RunVerdict.Partial => string.Create(
            CultureInfo.InvariantCulture,
            $"Verdict Partial: {run.Streams.Count(stream => stream.State is StreamState.Complete)} of {run.Streams.Count} streams were read to their end; nothing was taken for gone in the others."),
        _ => "Verdict Unknown: this run changed nothing that readers see.",
    };
}
