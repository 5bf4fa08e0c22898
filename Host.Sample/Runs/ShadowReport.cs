namespace Host.Sample.Runs;

/// <summary>What two versions of a plugin brought from the same service.</summary>
public sealed record ShadowReport
{
    public required string PluginId { get; init; }

    public required string Connector { get; init; }

    /// <summary>The version that takes new work.</summary>
    public required ShadowSide Serving { get; init; }

    /// <summary>The version that was tried beside it.</summary>
    public required ShadowSide Tried { get; init; }

    public required IReadOnlyList<ShadowStream> Streams { get; init; }

    /// <summary>Whether both brought the same rows in all streams that both have.</summary>
    public bool IsSame => Serving.IsPublished == Tried.IsPublished && Streams.All(stream => stream.IsSame);
}
