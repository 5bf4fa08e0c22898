using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>A plugin's connector of its own, and the lease that keeps its version loaded.</summary>
public sealed class ConnectorSession : IAsyncDisposable
{
    private readonly PluginGeneration _generation;
    private readonly PluginConduct _conduct;
    private readonly TimeProvider _clock;
    private IConnector? _connector;
    private IAsyncDisposable? _owner;
    private IDisposable? _marker;

    internal ConnectorSession(PluginGeneration generation, IConnector connector, IAsyncDisposable owner, IDisposable? marker, PluginConduct conduct, TimeProvider clock)
    {
        _generation = generation;
        _connector = connector;
        _owner = owner;
        _marker = marker;
        _conduct = conduct;
        _clock = clock;
        Plugin = generation.Plugin;
    }

    public InstalledPlugin Plugin { get; }

    public PluginManifest Manifest => Plugin.Manifest!;

    /// <summary>What this version says of itself.</summary>
    public ConnectorDescription Description => _generation.Description ?? throw new InvalidOperationException("The version has not described itself yet.");

    public IConnector Connector => _connector ?? throw new ObjectDisposedException(nameof(ConnectorSession));

    /// <summary>Lets the connector reach its sandbox when it runs in a process of its own; one in this process has the host's client.</summary>
    public void AllowSandbox(string? origin)
    {
        if (_owner is IIsolatedConnector isolated)
        {
            isolated.SandboxOrigin = origin;
        }
    }

    /// <summary>Takes note of how a run ended that this session collected.</summary>
    /// <param name="isPublished">Whether it is published.</param>
    /// <param name="ownFault">What the plugin did wrong; null: nothing.</param>
    public void RunEnded(bool isPublished, string? ownFault) => _conduct.RunEnded(Plugin, _generation.Hash, isPublished, ownFault);

    public async ValueTask DisposeAsync()
    {
        var owner = _owner;
        (_owner, _connector) = (null, null);

        if (owner is null)
        {
            return;
        }

        try
        {
            await owner.DisposeAsync().AsTask().WaitAsync(PluginDeadline.ForWork, _clock, CancellationToken.None);
        }
#pragma warning disable CA1031 // The session is over; what a plugin throws or forgets while it is disposed must not undo what was done.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The version stays leased for nobody; if something still holds it, the sweep reports it.
        }
        finally
        {
            _marker?.Dispose();
            _marker = null;
            _generation.Release();
        }
    }
}
