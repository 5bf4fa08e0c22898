namespace Plugin.Abstractions.Collection;

/// <summary>What a run would get of one stream.</summary>
public sealed record StreamPreflight
{
    /// <summary>The stream's id.</summary>
    public required string StreamId { get; init; }

    /// <summary>Whether it may be had.</summary>
    public required StreamAccess Access { get; init; }

    /// <summary>The service's own code, or <see langword="null"/>.</summary>
    public string? Code { get; init; }

    /// <summary>What was found, in a sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What the stream needs, each with whether it is there: scopes, plan, role. Empty when the plugin does not tell.</summary>
    public IReadOnlyList<PreflightNeed> Needs { get; init; } = [];

    /// <summary>The page of the service on which the fix is made, or <see langword="null"/>.</summary>
    public Uri? FixLink { get; init; }

    /// <summary>What a person should do, or <see langword="null"/> when nothing.</summary>
    public string? Fix { get; init; }
}
