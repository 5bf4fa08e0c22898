namespace Host.Sample.Insights;

/// <summary>What changed between two runs, in numbers.</summary>
public sealed record InventoryChanges(long FromRun, long ToRun, IReadOnlyList<StreamChanges> Streams);

/// <summary>What changed in a stream.</summary>
public sealed record StreamChanges(string StreamId, string Name, long Added, long Changed, long Removed);
