using Host.Sample.Plugins;
using Host.Sample.SharedValues;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>What the host hands a plugin for one call, spoken over the pipe.</summary>
internal sealed class WorkerContext(WorkerAsks asks, FrameChannel channel, int call, bool logsDebug) : ICredentialStore, ISharedValues, IWaitObserver, ILogger
{
    public async Task<Credential?> ReadAsync(CancellationToken cancellationToken) =>
        (await asks.AskAsync<Wire.Held>(FrameKind.ReadCredential, call, [], null, cancellationToken)).Token?.ToCredential();

    public async Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken) =>
        (await asks.AskAsync<Wire.Token>(FrameKind.RenewCredential, call, [], current => renew(current, cancellationToken), cancellationToken)).ToCredential();

    public Task<SharedValue> ReadAsync(string key, CancellationToken cancellationToken)
    {
        SharedValueRules.CheckKey(key);

        return asks.AskAsync<SharedValue>(FrameKind.ReadShared, call, Wire.Write(new Wire.Text(key)), null, cancellationToken);
    }

    public async Task<bool> TryWriteAsync(string key, string value, long version, CancellationToken cancellationToken)
    {
        SharedValueRules.CheckKey(key);
        SharedValueRules.CheckValue(value);

        return (await asks.AskAsync<Wire.Done>(FrameKind.WriteShared, call, Wire.Write(new Wire.Writing(key, value, version)), null, cancellationToken)).IsDone;
    }

    public void Waiting(string streamId, TimeSpan duration, string reason) => Tell(FrameKind.Waiting, Wire.Write(new Wire.Wait(streamId, duration, reason)));

    public bool IsEnabled(LogLevel logLevel) => logLevel >= (logsDebug ? LogLevel.Debug : LogLevel.Information);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            var text = formatter(state, exception);
            Tell(FrameKind.Log, Wire.Write(new Wire.LogLine(logLevel, eventId.Id, exception is null ? text : $"{text} ({PluginWords.Of(exception)})")));
        }
    }

    // In the order in which it is told; a host that does not read stops the plugin, as it would in one process.
    private void Tell(FrameKind kind, byte[] payload) => channel.SendAsync(new(kind, call, 0, payload), CancellationToken.None).GetAwaiter().GetResult();
}
