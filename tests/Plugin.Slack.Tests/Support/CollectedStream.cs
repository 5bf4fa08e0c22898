using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Tests.Support;

/// <summary>What a stream gave, as a host would keep it: rows by key, checkpoints, evidence, end.</summary>
internal sealed class CollectedStream
{
    public List<Dictionary<string, object?>> Rows { get; } = [];

    public List<Checkpoint> Checkpoints { get; } = [];

    public List<PageEvidence> Evidence { get; } = [];

    public List<int> PageSizes { get; } = [];

    public HashSet<string> Covered { get; } = [];

    public int StartedOver { get; private set; }

    public StreamEnd End { get; private set; } = null!;

    public IEnumerable<string> Notes => Evidence.SelectMany(page => page.Notes).Select(note => note.Code);

    public Dictionary<string, int> Omitted => Evidence.SelectMany(page => page.Omitted).GroupBy(omitted => omitted.Code).ToDictionary(group => group.Key, group => group.Sum(omitted => omitted.Count));

    public int Calls => Evidence.Sum(page => page.Calls);

    public void Take(StreamPage page, StreamDescription description)
    {
        if (End is not null)
        {
            throw new InvalidOperationException("A page came after the last one.");
        }

        if (page.StartsOver)
        {
            StartedOver++;
            Rows.Clear();
            Covered.Clear();
        }

        for (var index = 0; index < page.RowCount; index++)
        {
            RowWriter writer = new(description.Columns);
            page.WriteRow(index, writer);
            Rows.Add(writer.Row());
        }

        (page.Next is null).ShouldBe(page.End is not null, "every page but the last has a checkpoint");
        page.Evidence.Received.ShouldBe(page.RowCount + page.Evidence.Omitted.Sum(omitted => omitted.Count), "the counts add up");

        if (page.Next is { } next)
        {
            Checkpoints.Add(next);
        }

        Covered.UnionWith(page.Covered);
        Evidence.Add(page.Evidence);
        PageSizes.Add(page.RowCount);
        End = page.End!;
    }

    /// <summary>The rows by key, the last one of each, in the order of the keys: what a store would hold.</summary>
    public SortedDictionary<string, string> ByKey(params string[] keys)
    {
        SortedDictionary<string, string> rows = new(StringComparer.Ordinal);

        foreach (var row in Rows)
        {
            rows[string.Join('|', keys.Select(key => row[key]))] = string.Join('|', row.Select(field => $"{field.Key}={field.Value}"));
        }

        return rows;
    }
}
