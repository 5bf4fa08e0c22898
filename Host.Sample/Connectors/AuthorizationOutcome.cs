using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>What the callback page tells the person who has just consented.</summary>
public sealed record AuthorizationOutcome
{
    public required bool IsGranted { get; init; }

    public required string Title { get; init; }

    public required string Message { get; init; }

    public required string NextStep { get; init; }

    /// <summary>The token, for the page that shows it once; it cannot print itself.</summary>
    public Secret? Token { get; init; }

    /// <summary>The label of the setting that the token fills.</summary>
    public string? TokenLabel { get; init; }

    public IReadOnlyList<string> MissingScopes { get; init; } = [];

    /// <summary>Set when the answer was not accepted at all (forged, reused, expired), rather than a consent that failed.</summary>
    public bool IsRefused { get; init; }
}
