namespace Host.Sample.Support;

/// <summary>Lets a host that serves do what another process has asked for, and end it in time.</summary>
internal sealed class DebugWatch(DebugLevel level, TimeProvider clock) : BackgroundService
{
    /// <summary>How soon it is noticed.</summary>
    public static TimeSpan Every { get; } = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Every, clock);
        level.Apply();

        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            level.Apply();
        }
    }
}
