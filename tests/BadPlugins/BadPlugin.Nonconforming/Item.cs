namespace BadPlugin.Nonconforming;

/// <summary>A record.</summary>
internal sealed record Item(string Id, long Weight);
