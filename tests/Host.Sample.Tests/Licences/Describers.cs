using Host.Sample.Licences;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace Host.Sample.Tests.Licences;

/// <summary>Plugins that cannot be asked, or not so soon, how their service charges.</summary>
internal static class Describers
{
    /// <summary>The plugin is gone.</summary>
    public static void UseNoPlugin(this IServiceCollection services) => services.AddSingleton<IConnectorDescriber>(new Gone());

    /// <summary>The plugin answers when it is let.</summary>
    public static void UseSlowPlugin(this IServiceCollection services, SlowPlugin slow)
    {
        slow.Plugin = (IConnectorDescriber)services.Last(service => service.ServiceType == typeof(IConnectorDescriber)).ImplementationInstance!;
        services.AddSingleton<IConnectorDescriber>(slow);
    }

    private sealed class Gone : IConnectorDescriber
    {
        public Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken) =>
            throw new HostException(HostProblem.PluginUnavailable, "The plugin is gone.", "Install it.");
    }
}

/// <summary>A plugin whose answers a test lets go one by one, in any order.</summary>
internal sealed class SlowPlugin : IConnectorDescriber, IDisposable
{
    private readonly List<TaskCompletionSource> _held = [];
    private readonly SemaphoreSlim _asked = new(0);

    public IConnectorDescriber Plugin { get; set; } = default!;

    /// <summary>Whether answers wait.</summary>
    public bool Holds { get; set; }

    /// <summary>Comes back when one more was asked and waits.</summary>
    public Task AskedAsync(CancellationToken cancellationToken) => _asked.WaitAsync(cancellationToken);

    public void Dispose() => _asked.Dispose();

    /// <summary>Lets one go, counted from the first.</summary>
    public void Release(int number)
    {
        lock (_held)
        {
            _held[number].TrySetResult();
        }
    }

    public async Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        if (Holds)
        {
            TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

            lock (_held)
            {
                _held.Add(answer);
            }

            _asked.Release();

            // A plugin that is asked answers, whether anybody still wants it or not.
            await answer.Task;
        }

        return await Plugin.DescribeAsync(pluginId, cancellationToken);
    }
}
