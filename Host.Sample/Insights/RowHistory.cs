using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>What happened to a row in a run.</summary>
/// <param name="RunId">Which run.</param>
/// <param name="At">When it began.</param>
/// <param name="Kind">What.</param>
/// <param name="Columns">The columns that differ; empty for a row that came or went.</param>
public sealed record RowHistory(long RunId, DateTimeOffset At, RowChangeKind Kind, IReadOnlyList<ColumnChange> Columns)
{
    /// <summary>The story that a row's versions tell, the latest first.</summary>
    /// <param name="versions">All of them, the first one first.</param>
    /// <param name="schema">The stream's table.</param>
    public static IReadOnlyList<RowHistory> Of(IReadOnlyList<InventoryVersion> versions, InventorySchema schema)
    {
        List<RowHistory> story = [];
        InventoryVersion? before = null;

        foreach (var version in versions)
        {
            if (before is not null && (before.Row.ToRun == version.Row.FromRun || version.FollowsPruned))
            {
                story.Add(new(version.Row.FromRun, version.FromTime, RowChangeKind.Changed, Differences(before.Row, version.Row, schema)));
            }
            else
            {
                AddEnd(story, before);
                story.Add(new(version.Row.FromRun, version.FromTime, RowChangeKind.Added, []));
            }

            before = version;
        }

        AddEnd(story, before);
        story.Reverse();

        return story;
    }

    /// <summary>The columns in which two versions of a row differ.</summary>
    public static IReadOnlyList<ColumnChange> Differences(InventoryRow old, InventoryRow now, InventorySchema schema) =>
    [
        .. schema.Columns
            .Select((column, position) => new ColumnChange(column.Name, old.Values[position], now.Values[position]))
            .Where(column => !Equals(column.Old, column.New)),
    ];

    private static void AddEnd(List<RowHistory> story, InventoryVersion? last)
    {
        if (last is { Row.ToRun: { } run, ToTime: { } at })
        {
            story.Add(new(run, at, RowChangeKind.Removed, []));
        }
    }
}
