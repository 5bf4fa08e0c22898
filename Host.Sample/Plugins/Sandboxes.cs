using System.Net.Sockets;

namespace Host.Sample.Plugins;

/// <summary>The sandboxes that this process has started, one a plugin. They end with it.</summary>
public sealed class Sandboxes(TimeProvider clock) : IAsyncDisposable
{
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, SandboxProcess> _running = [];
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Whether anything listens at the origin of a sandbox, whoever has started it.</summary>
    public static async Task<bool> AnswersAsync(string origin, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(AnswerLimit);
        using var connection = new TcpClient();
        var address = new Uri(origin);

        try
        {
            await connection.ConnectAsync(address.Host, address.Port, time.Token);

            return true;
        }
        catch (Exception exception) when (exception is SocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: as <see cref="SandboxProcess.StartAsync"/>.</exception>
    public async Task<SandboxProcess> EnsureAsync(InstalledPlugin plugin, Uri redirectUri, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        try
        {
            if (_running.TryGetValue(plugin.Id, out var known))
            {
                if (known.IsRunning)
                {
                    return known;
                }

                _running.Remove(plugin.Id);
                await known.DisposeAsync();
            }

            return _running[plugin.Id] = await SandboxProcess.StartAsync(plugin, redirectUri, [], clock, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var sandbox in _running.Values)
        {
            await sandbox.DisposeAsync();
        }

        _turn.Dispose();
    }
}
