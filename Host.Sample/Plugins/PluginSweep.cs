namespace Host.Sample.Plugins;

/// <summary>Looks every half minute for versions that can be let go.</summary>
internal sealed partial class PluginSweep(LoadedPlugins plugins, TimeProvider clock, ILogger<PluginSweep> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(30), clock);

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await plugins.SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The plugins folder is out of reach for now; who asks for a plugin is told.
                LogMissed(exception);
            }
        }
    }

    [LoggerMessage(2004, LogLevel.Warning, "The loaded plugins could not be looked through")]
    private partial void LogMissed(Exception exception);
}
