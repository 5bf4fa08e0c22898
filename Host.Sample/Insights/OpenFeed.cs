using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>A feed whose two runs are found.</summary>
public sealed class OpenFeed
{
    private readonly HashSet<string> _collected;
    private readonly HashSet<string> _whole;
    private readonly bool _hasApps;

    internal OpenFeed(Comparison compared, FeedSpan span, IReadOnlyDictionary<long, FeedRun> runs, HashSet<string> collected, HashSet<string> whole)
    {
        (Compared, Span, Runs, _collected, _whole) = (compared, span, runs, collected, whole);
        _hasApps = compared.Source.Schemas.Any(schema => schema.Description.Subject is StreamSubject.Apps && _collected.Contains(schema.Description.Id));
    }

    /// <summary>The two runs.</summary>
    public FeedSpan Span { get; }

    internal Comparison Compared { get; }

    /// <summary>The published runs from the earlier to the later one.</summary>
    internal IReadOnlyDictionary<long, FeedRun> Runs { get; }

    /// <summary>The tables that the wanted events come from.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>, <see cref="HostProblem.NotFound"/>: no such kind, no such stream.</exception>
    internal IReadOnlyList<InventorySchema> Schemas(FeedQuery query)
    {
        query.Check();

        return query.Streams.Count == 0 ? Compared.Source.Schemas : [.. query.Streams.Distinct().Select(stream => InventoryReader.Schema(Compared.Source, stream))];
    }

    /// <summary>Whether the earlier run had every row of the stream.</summary>
    internal bool WasWhole(InventorySchema schema) => _whole.Contains(schema.Description.Id);

    /// <summary>Whether a log tells what became of applications: where a stream of applications is collected too, that one does.</summary>
    internal bool IsAppLog(InventorySchema schema) => schema.Description.Subject is StreamSubject.AppChanges && !_hasApps;

    /// <summary>The run in which a change happened, if it was one and that can be told.</summary>
    internal long? RunOf(RowChange change)
    {
        var (first, last) = change.Runs;

        if (first != last)
        {
            return null;
        }

        // Versions of pruned runs are gone: a row that came may have come in one of these, as another version, and one that went may have gone later.
        return change.Kind switch
        {
            RowChangeKind.Added => Runs.Any(run => run.Value.IsPruned && run.Key < last) ? null : last,
            RowChangeKind.Removed => Runs.Any(run => run.Value.IsPruned && run.Key >= first) ? null : last,
            _ => last,
        };
    }
}

/// <summary>A run of a feed.</summary>
internal sealed record FeedRun(DateTimeOffset? EndedAt, bool IsPruned);
