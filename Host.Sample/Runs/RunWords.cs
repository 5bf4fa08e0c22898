using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;
using Plugin.Abstractions;

namespace Host.Sample.Runs;

/// <summary>What every door says about a run, word for word.</summary>
public static class RunWords
{
    /// <summary>What a run will cost, in a sentence; empty when nobody knows.</summary>
    public static string Budget(RunBudget budget) => budget switch
    {
        { Estimates.Count: 0 } => "",
        { Shortest: { } shortest } => string.Create(CultureInfo.InvariantCulture, $"About {Cli.Words.Count(budget.Calls, "call")} are expected; at the rates that the service allows they take {Cli.Words.Duration(shortest)} or more, {budget.Slowest} the longest."),
        _ => string.Create(CultureInfo.InvariantCulture, $"About {Cli.Words.Count(budget.Calls, "call")} are expected."),
    };

    /// <summary>What works now and will not for ever.</summary>
    public static IReadOnlyList<ConnectorWarning> Warnings(Run run) => JsonSerializer.Deserialize<List<ConnectorWarning>>(run.WarningsJson) ?? [];

    /// <summary>What the run proves, in a sentence; its streams must have been read with it.</summary>
    public static string Verdict(Run run) => run.Verdict() switch
    {
        RunVerdict.Complete => string.Create(CultureInfo.InvariantCulture, $"Verdict Complete: all {run.Streams.Count} streams were read to their end."),
        RunVerdict.Partial when run.Streams.TrueForAll(stream => stream.State is StreamState.Complete) =>
            $"Verdict Partial: all streams were read to their end, and counts differ. {string.Join(' ', run.VerdictReasons())}",
        RunVerdict.Partial => string.Create(
            CultureInfo.InvariantCulture,
            $"Verdict Partial: {run.Streams.Count(stream => stream.State is StreamState.Complete)} of {run.Streams.Count} streams were read to their end; nothing was taken for gone in the others."),
        _ => run.State switch
        {
            RunState.Held => "Verdict Unknown: the change guard holds this run; nobody has decided yet whether what it lost is really gone.",
            RunState.Rehearsed => "Verdict Unknown: this was a dry run; nothing of it is kept.",
            _ => "Verdict Unknown: this run changed nothing that readers see.",
        },
    };

    /// <summary>Who decided about the run, when and why; null: nobody.</summary>
    public static string? Decision(Run run) => run.DecidedAt is { } at
        ? $"{DecisionWord(run.State)} by '{run.DecidedBy}' at {Cli.Words.Of(at)}: {run.DecisionNote}"
        : null;

    /// <summary>Reads a state as it stands in addresses, such as <c>held</c> or <c>rolledBack</c>; null: there is none of that name.</summary>
    public static RunState? ParseState(string? text) => Enum.GetValues<RunState>().Cast<RunState?>().FirstOrDefault(state => string.Equals(state.ToString(), text, StringComparison.OrdinalIgnoreCase));

    /// <summary>What was decided about a run that is in a state now, in a word.</summary>
    public static string DecisionWord(RunState state) => state switch
    {
        RunState.Published => "Accepted",
        RunState.RolledBack => "Rolled back",
        _ => "Rejected",
    };

    /// <summary>A run's state as words in a sentence.</summary>
    public static string State(RunState state) => state switch
    {
        RunState.RolledBack => "rolled back",
        _ => Cli.Words.Lower(state),
    };
}
