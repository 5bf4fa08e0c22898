using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>A connector whose code runs in a process of its own.</summary>
public interface IIsolatedConnector : IConnector, IAsyncDisposable
{
    /// <summary>An origin that this connector may reach besides the manifest's hosts.</summary>
    string? SandboxOrigin { get; set; }
}
