using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions.Authorization;

/// <summary>What lets a connector in. Its parts cannot print themselves.</summary>
public sealed record Credential
{
    /// <summary>The token sent with each call.</summary>
    public required Secret AccessToken { get; init; }

    /// <summary>What a new access token is bought with, or <see langword="null"/> when the access token does not expire.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>When the access token ends, UTC, or <see langword="null"/> when it does not.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
