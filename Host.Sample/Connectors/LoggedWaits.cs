using Plugin.Abstractions.Collection;

namespace Host.Sample.Connectors;

/// <summary>Writes a plugin's waits down, for whoever looks why a run takes long.</summary>
internal sealed partial class LoggedWaits(IWaitObserver inner, ILogger logger) : IWaitObserver
{
    public void Waiting(string streamId, TimeSpan duration, string reason)
    {
        LogWaiting(logger, streamId, duration.TotalMilliseconds, reason);
        inner.Waiting(streamId, duration, reason);
    }

    [LoggerMessage(2110, LogLevel.Debug, "Stream {StreamId} waits {Milliseconds} ms: {WaitReason}")]
    private static partial void LogWaiting(ILogger logger, string streamId, double milliseconds, string waitReason);
}
