using Host.Sample.Cli;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>The checks of counts: a stream against its own evidence, against the service's total, and places against their members.</summary>
internal static class CountChecks
{
    public const string MemberCount = "member_count";

    /// <summary>What the service sent is what was staged and what was left out.</summary>
    public static StreamCheck Evidence(StreamRun stream)
    {
        var omitted = StreamEvidence.Omitted(stream).Sum(entry => (long)entry.Count);
        var told = stream.Staged + omitted;
        var isEven = stream.Received == told;

        return new()
        {
            Id = "evidence",
            Expected = stream.Received,
            Found = told,
            Result = isEven ? StreamCheckResult.Ok : StreamCheckResult.Differs,
            Weighs = !isEven,
            Message = isEven
                ? $"Of {Words.Count(stream.Received, "record")} received every one was taken or left out for a reason."
                : $"{Words.Count(stream.Received, "record")} were received, and {Words.Number(told)} were taken or left out for a reason: the difference is told by nobody.",
        };
    }

    /// <summary>The service's own total against what it sent; null: it does not say.</summary>
    public static StreamCheck? ReportedTotal(StreamRun stream, StreamMode mode)
    {
        const string id = "reported_total";

        if (stream.ReportedTotal is not { } total || stream.State is not StreamState.Complete)
        {
            return null;
        }

        if (mode is StreamMode.PartedSnapshot || stream.HighWaterMarkBefore is not null)
        {
            return new() { Id = id, Expected = total, Result = StreamCheckResult.NotChecked, Message = "Only what is new or changed was asked for, so the service's total says nothing about it." };
        }

        var found = stream.Received - stream.Repeated;
        var apart = Math.Abs(total - found);
        var weighs = apart > CheckTolerance.Of(total);

        return new()
        {
            Id = id,
            Expected = total,
            Found = found,
            Result = apart == 0 ? StreamCheckResult.Ok : StreamCheckResult.Differs,
            Weighs = weighs,
            Message = apart == 0
                ? $"The service says that there are {Words.Number(total)}, and as many came."
                : $"The service says that there are {Words.Number(total)}, and {Words.Number(found)} came{(weighs ? ": more apart than can have come or gone while the run went on." : "; that many can have come or gone while the run went on.")}",
        };
    }

    /// <summary>What spaces or groups say of their members against the members' rows.</summary>
    /// <param name="column">The column with the service's number.</param>
    /// <param name="against">The stream of members.</param>
    /// <param name="totals">Both sides, added up.</param>
    /// <param name="isIncremental">Whether members were asked only of places that had changed.</param>
    public static StreamCheck Members(string column, string against, MemberTotals totals, bool isIncremental)
    {
        var weighs = totals.Missing > CheckTolerance.Of(totals.Told, CheckTolerance.MembersPercent);
        var kept = isIncremental ? " Places that were not asked this time keep the members of an earlier run." : "";

        return new()
        {
            Id = MemberCount,
            Column = column,
            Against = against,
            Expected = totals.Told,
            Found = totals.Found,
            Result = totals.Differing == 0 ? StreamCheckResult.Ok : StreamCheckResult.Differs,
            Weighs = weighs,
            Message = totals.Differing == 0
                ? $"All {Words.Number(totals.Places)} have as many members in {against} as the service says.{kept}"
                : $"{Words.Number(totals.Differing)} of {Words.Number(totals.Places)} have another number of members in {against} than the service says: {Words.Number(totals.Found)} in all, told are {Words.Number(totals.Told)}, {Words.Number(totals.Missing)} are missing{(weighs ? ", which is more than a tenth." : ".")}{kept}",
        };
    }

    public static StreamCheck MembersNotChecked(string column, string? against) => new()
    {
        Id = MemberCount,
        Column = column,
        Against = against,
        Result = StreamCheckResult.NotChecked,
        Message = against is null ? "No stream of members was collected." : $"The stream {against} is not complete in this run, so its rows are not all there are.",
    };
}
