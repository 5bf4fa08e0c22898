namespace Host.Sample.Plugins;

/// <summary>Looks every half minute for versions that can be let go.</summary>
internal sealed class PluginSweep(LoadedPlugins plugins, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), clock);

            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await plugins.SweepAsync(stoppingToken);
                }
                catch (HostException)
                {
                    // The plugins folder is out of reach for now; who asks for a plugin is told.
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, or has not come to start.
        }
    }
}
