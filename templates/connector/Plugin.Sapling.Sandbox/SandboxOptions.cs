namespace Plugin.Sapling.Sandbox;

/// <summary>What the service is to be like.</summary>
public sealed record SandboxOptions
{
    /// <summary>0: a free one.</summary>
    public int Port { get; init; }

    public int People { get; init; } = 250;

    public int PageSize { get; init; } = 100;

    public string Token { get; init; } = "sandbox-token";
}
