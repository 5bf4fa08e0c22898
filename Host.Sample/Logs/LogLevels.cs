using Serilog.Core;
using Serilog.Events;

namespace Host.Sample.Logs;

/// <summary>How much this process writes to its log: as usual, or for a while also what helps to find a fault. Safe for several threads.</summary>
/// <param name="clock">The clock by which it ends.</param>
public sealed class LogLevels(TimeProvider clock)
{
    /// <summary>The property by which a line says which connector it is about.</summary>
    public const string ConnectorProperty = "ConnectorId";

    private volatile Raised? _raised;

    /// <summary>Down to which level lines are made at all.</summary>
    internal LoggingLevelSwitch Switch { get; } = new(LogEventLevel.Information);

    /// <summary>Writes debug lines until a moment, whether or not somebody then says that it is over.</summary>
    /// <param name="until">When it ends.</param>
    /// <param name="connectorId">The one connector whose debug lines are written; null: all are.</param>
    public void Begin(DateTimeOffset until, int? connectorId)
    {
        _raised = new(until, connectorId);
        Switch.MinimumLevel = LogEventLevel.Debug;
    }

    /// <summary>Writes no debug lines any more.</summary>
    public void End()
    {
        _raised = null;
        Switch.MinimumLevel = LogEventLevel.Information;
    }

    internal bool Lets(LogEvent line) => line.Level >= LogEventLevel.Information || (_raised is { } raised && clock.GetUtcNow() < raised.Until && (raised.ConnectorId is not { } connector || IsAbout(line, connector)));

    private static bool IsAbout(LogEvent line, int connector) => line.Properties.TryGetValue(ConnectorProperty, out var value) && value is ScalarValue { Value: int id } && id == connector;

    private sealed record Raised(DateTimeOffset Until, int? ConnectorId);
}
