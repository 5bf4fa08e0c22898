namespace Host.Sample.Logs;

/// <summary>A log whose lines say which connector they are about.</summary>
internal sealed class ConnectorLog(ILogger inner, int connectorId) : ILogger
{
    private readonly KeyValuePair<string, object>[] _about = [new(LogLevels.ConnectorProperty, connectorId)];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        using (inner.BeginScope(_about))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
