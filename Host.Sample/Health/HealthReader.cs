using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Host.Sample.Health;

/// <summary>The health checks, run at most once a second however often they are asked for: everybody may ask.</summary>
internal sealed partial class HealthReader(HealthCheckService checks, TimeProvider clock, ILogger<HealthReader> logger) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private HealthReport? _last;
    private long _at;

    public async Task<HealthReport> ReadAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);

        try
        {
            if (_last is null || clock.GetElapsedTime(_at) >= Fresh)
            {
                var before = _last;
                _last = await checks.CheckHealthAsync(cancellationToken);
                Tell(before, _last);
                _at = clock.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private void Tell(HealthReport? before, HealthReport now)
    {
        foreach (var (name, entry) in now.Entries)
        {
            var was = before?.Entries[name].Status ?? HealthStatus.Healthy;

            if (entry.Status != was)
            {
                var finding = HealthFinding.Of(entry);
                LogChanged(entry.Status is HealthStatus.Healthy ? LogLevel.Information : LogLevel.Warning, name, entry.Status, finding?.Detail ?? finding?.Reason ?? "", entry.Exception);
            }
        }
    }

    [LoggerMessage(EventId = 2610, Message = "Health: {Check} is {State} now. {Finding}")]
    private partial void LogChanged(LogLevel level, string check, HealthStatus state, string finding, Exception? exception);
}
