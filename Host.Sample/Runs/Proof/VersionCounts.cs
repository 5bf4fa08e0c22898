using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Inventory;

namespace Host.Sample.Runs.Proof;

/// <summary>Holds the versions in the store against the runs that say they began and ended them: a version that was moved to another run shows, also where its values are the same.</summary>
/// <param name="session">The store.</param>
/// <param name="runs">The connector's runs whose changes are in the store, up to the one that is verified, the first one first.</param>
internal sealed class VersionCounts(StoreSession session, IReadOnlyList<Run> runs)
{
    /// <summary>Counts a stream's versions.</summary>
    /// <param name="schema">The table.</param>
    /// <param name="wasErased">Whether rows of the stream were erased on request: then there may be fewer.</param>
    /// <param name="findings">Where what was altered is told.</param>
    public void Verify(InventorySchema schema, bool wasErased, List<string> findings)
    {
        var began = Count(schema, "from_run");
        var ended = Count(schema, "to_run");
        var stream = schema.Description.Id;

        // A run whose rows were pruned may have fewer versions that it began, and the next one fewer that it ended; never more.
        for (var index = 0; index < runs.Count; index++)
        {
            var run = runs[index];
            var record = run.Streams.Find(entry => entry.StreamId == stream);
            Compare(stream, run, "began", (record?.Added ?? 0) + (record?.Changed ?? 0), began.GetValueOrDefault(run.Id), wasErased || run.PrunedAt is not null, findings);
            Compare(stream, run, "ended", (record?.Changed ?? 0) + (record?.Removed ?? 0), ended.GetValueOrDefault(run.Id), wasErased || (index > 0 && runs[index - 1].PrunedAt is not null), findings);
            began.Remove(run.Id);
            ended.Remove(run.Id);
        }

        foreach (var run in began.Keys.Union(ended.Keys).Order())
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"{stream} has {Words.Count(began.GetValueOrDefault(run) + ended.GetValueOrDefault(run), "version")} of run {run}, which has left none."));
        }
    }

    private static void Compare(string stream, Run run, string what, long recorded, long found, bool mayBeFewer, List<string> findings)
    {
        if (found != recorded && !(mayBeFewer && found < recorded))
        {
            findings.Add(string.Create(CultureInfo.InvariantCulture, $"{stream} has {Words.Count(found, "version")} that run {run.Id} {what}, and its record says {recorded:N0}."));
        }
    }

    private Dictionary<long, long> Count(InventorySchema schema, string column)
    {
        using var counts = session.Prepare($"SELECT {column}, count(*) FROM {schema.Table}{schema.ByKey} WHERE connector_id = ?1 AND {column} <= ?2 GROUP BY 1");
        counts.Bind(1, runs[0].ConnectorId).Bind(2, runs[^1].Id);
        Dictionary<long, long> found = [];

        while (counts.Step())
        {
            found[counts.Int64(0)] = counts.Int64(1);
        }

        return found;
    }
}
