using Plugin.Abstractions;

namespace Host.Sample.Plugins;

/// <summary>A plugin's connector with a service provider of its own, and the lease that keeps its version loaded.</summary>
public sealed class ConnectorSession : IAsyncDisposable
{
    private readonly TimeProvider _clock;
    private Action? _release;
    private IConnector? _connector;
    private ServiceProvider? _provider;

    internal ConnectorSession(InstalledPlugin plugin, IConnector connector, ServiceProvider provider, TimeProvider clock, Action release)
    {
        Plugin = plugin;
        _connector = connector;
        _provider = provider;
        _clock = clock;
        _release = release;
    }

    public InstalledPlugin Plugin { get; }

    public PluginManifest Manifest => Plugin.Manifest!;

    public IConnector Connector => _connector ?? throw new ObjectDisposedException(nameof(ConnectorSession));

    public async ValueTask DisposeAsync()
    {
        var (provider, release) = (_provider, _release);
        (_provider, _connector, _release) = (null, null, null);

        if (provider is null)
        {
            return;
        }

        try
        {
            await provider.DisposeAsync().AsTask().WaitAsync(PluginDeadline.ForWork, _clock, CancellationToken.None);
        }
#pragma warning disable CA1031 // The session is over; what a plugin throws or forgets while it is disposed must not undo what was done.
        catch (Exception)
#pragma warning restore CA1031
        {
            // The version stays leased for nobody; if something still holds it, the sweep reports it.
        }
        finally
        {
            release?.Invoke();
        }
    }
}
