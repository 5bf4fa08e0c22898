using Host.Sample.Database;

namespace Host.Sample.EndpointServers;

/// <summary>Lets the other processes on the same store know that this one is there, and says once what a person ought to know of them.</summary>
internal sealed partial class Heartbeat(ServerProcesses processes, HostStore store, StoreClock clock, HostOptions options, ILogger<Heartbeat> logger) : BackgroundService
{
    /// <summary>From here on a clock is worth a word.</summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    private readonly HashSet<string> _told = [];

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        try
        {
            await processes.LeaveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException || StoreFailure.IsOne(exception))
        {
            // It is taken for gone when it has not been heard of for a while.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A sign of life is given by real time, as leases are: whatever time the store goes by.
        using PeriodicTimer timer = new(ServerProcesses.Every, TimeProvider.System);

        do
        {
            try
            {
                await processes.BeatAsync(stoppingToken);
                await TellAsync(stoppingToken);
            }
            catch (Exception exception) when (StoreFailure.IsOne(exception))
            {
                // The next beat tries again; who needs the store meanwhile is told.
                LogMissed(StoreFailure.Explain(exception, store.Name).Message);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogBroken(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        if (clock.Ahead.Duration() > ClockTolerance && _told.Add("clock"))
        {
            LogClock(clock.Ahead.TotalSeconds);
        }

        foreach (var other in await processes.BesideAsync(stoppingToken))
        {
            if (_told.Add(other.Id))
            {
                LogBeside(other.Machine, other.Number, options.EndpointServer);
            }

            foreach (var plugin in other.Plugins.Where(plugin => processes.BetterFor(plugin.Id, [other]) is not null && _told.Add($"{other.Id} {plugin.Id} {plugin.Version}")))
            {
                LogNewer(other.Machine, other.Number, plugin.Id, plugin.Version);
            }
        }
    }

    [LoggerMessage(2030, LogLevel.Warning, "A heartbeat could not be noted; the next is in a few seconds: {Message}")]
    private partial void LogMissed(string message);

    [LoggerMessage(2031, LogLevel.Error, "A heartbeat could not be noted, by a defect of the host; the next is in a few seconds")]
    private partial void LogBroken(Exception exception);

    [LoggerMessage(2032, LogLevel.Warning, "This machine's clock is {Seconds:0.0} s ahead of the store's; what is noted down is told by the store's. Let the machines take their time from one source (NTP)")]
    private partial void LogClock(double seconds);

    [LoggerMessage(2033, LogLevel.Information, "Process {Number} on {Machine} serves the endpoint server {Name} too: what one of them leaves behind the other takes up. If that is another site, give one of them another name by --endpoint-server")]
    private partial void LogBeside(string machine, int number, string name);

    [LoggerMessage(2034, LogLevel.Warning, "Process {Number} on {Machine} has version {Version} of the plugin {PluginId}, and this process an older one or none: runs are left to it until this one has it too")]
    private partial void LogNewer(string machine, int number, string pluginId, string version);
}
