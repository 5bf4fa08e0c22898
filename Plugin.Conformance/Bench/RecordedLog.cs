using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Plugin.Conformance.Bench;

/// <summary>Keeps every line, every value in it and every exception as text, at all levels.</summary>
public sealed class RecordedLog : ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    /// <summary>All that was logged, the first line first.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue(ToText(state));

        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {ToText(state)} {exception}");

    private static string ToText<TState>(TState state) =>
        state is IEnumerable<KeyValuePair<string, object?>> values ? string.Join(' ', values.Select(pair => $"{pair.Key}={pair.Value}")) : $"{state}";
}
