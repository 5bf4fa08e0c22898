using Microsoft.Extensions.Logging;

namespace Host.Sample.Tests.Insights;

/// <summary>Counts how often figures were worked out, as the log tells it.</summary>
internal sealed class CountedFigures : ILoggerProvider, ILogger
{
    private const int WorkedOut = 2340;

    private int _times;

    public int Times => _times;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == WorkedOut)
        {
            Interlocked.Increment(ref _times);
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
