using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>What a run would get of one stream.</summary>
public sealed record PreflightLine
{
    public required string StreamId { get; init; }

    public required string Name { get; init; }

    public required StreamAccess Access { get; init; }

    /// <summary>The service's own code; null: none.</summary>
    public string? Code { get; init; }

    public required string Message { get; init; }

    /// <summary>Scopes, plan and role, each met, not met, or not told (null).</summary>
    public required IReadOnlyList<PreflightNeed> Needs { get; init; }

    /// <summary>What the inventory lacks; null where the stream is granted.</summary>
    public string? Lost { get; init; }

    public string? Fix { get; init; }

    /// <summary>The service's page on which the fix is made; null: none is known.</summary>
    public Uri? FixLink { get; init; }

    internal static PreflightLine Of(StreamPreflight line, StreamDescription? stream, IReadOnlyList<string>? granted) => new()
    {
        StreamId = line.StreamId,
        Name = stream?.Name ?? line.StreamId,
        Access = line.Access,
        Code = line.Code,
        Message = line.Message,

        // What a plugin does not tell of its needs is worked out from its description.
        Needs = line.Needs.Count > 0 ? line.Needs : [.. (stream?.Scopes ?? []).Select(scope => new PreflightNeed(PreflightNeedKind.Scope, scope, granted?.Contains(scope)))],
        Lost = line.Access is StreamAccess.Granted ? null : stream?.LostWithout,
        Fix = line.Fix,

        // It becomes a link on a page: nothing but the web may be behind it.
        FixLink = line.FixLink is { IsAbsoluteUri: true, Scheme: "http" or "https" } link ? link : null,
    };
}
