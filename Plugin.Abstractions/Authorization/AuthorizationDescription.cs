namespace Plugin.Abstractions.Authorization;

/// <summary>How consent works for a connector.</summary>
public sealed record AuthorizationDescription
{
    /// <summary>The secret setting that a grant's access token fills.</summary>
    public required string TokenSetting { get; init; }

    /// <summary>The settings that must be given before consent can begin.</summary>
    public required IReadOnlyList<string> RequiredSettings { get; init; }

    /// <summary>What the person who consents must be, in a sentence.</summary>
    public required string ConsentedBy { get; init; }
}
