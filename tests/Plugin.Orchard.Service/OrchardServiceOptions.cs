namespace Plugin.Orchard.Service;

/// <summary>What the office is started with.</summary>
public sealed record OrchardServiceOptions
{
    /// <summary>The loopback port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The only redirect address that the office accepts; null: any.</summary>
    public Uri? RedirectUrl { get; init; }

    /// <summary>How many growers a connector to it is to have. They grow inside the plugin; the office only says how many.</summary>
    public int Growers { get; init; } = 100;

    public string ClientId { get; init; } = "orchard-client";

    public string ClientSecret { get; init; } = "orchard-client-secret";

    /// <summary>A token that is good from the start, without any consent.</summary>
    public string Token { get; init; } = "orchard-token";

    /// <summary>The scopes that consent grants, whatever was asked.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = ["growers:read", "trees:read", "harvests:read", "tools:read"];

    /// <summary>How long granted tokens last; null: for ever, and no refresh token is given.</summary>
    public TimeSpan? TokenLife { get; init; }
}
