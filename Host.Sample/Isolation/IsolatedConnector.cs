using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Isolation;

/// <summary>The contract, spoken over pipes with the process that runs the plugin's code.</summary>
internal sealed class IsolatedConnector : IIsolatedConnector
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly InstalledPlugin _plugin;
    private readonly HostOptions _options;
    private readonly Action<string> _onCrash;
    private readonly TimeProvider _clock;
    private readonly FrameChannel _channel;
    private readonly ConcurrentDictionary<int, Call> _calls = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private ConnectorDescription? _description;
    private string? _ended;
    private int _lastCall;

    public IsolatedConnector(Process process, InstalledPlugin plugin, HostOptions options, Action<string> onCrash, TimeProvider clock)
    {
        _process = process;
        _plugin = plugin;
        _options = options;
        _onCrash = onCrash;
        _clock = clock;
        _channel = new(process.StandardOutput.BaseStream, process.StandardInput.BaseStream);

        // Nobody reads what it says there; a full pipe would stop it. It may hold anything, so it is not kept.
        _ = DrainAsync(process.StandardError.BaseStream);

        // A run's ambient values are not for a loop that serves all calls.
        using (ExecutionContext.SuppressFlow())
        {
            _reading = Task.Run(ReadAsync, CancellationToken.None);
        }
    }

    public string? SandboxOrigin { get; set; }

    /// <summary>Lets the process load the version.</summary>
    /// <exception cref="PluginFailedException">It cannot.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        var root = Path.GetDirectoryName(Path.GetDirectoryName(_plugin.Folder))!;

        try
        {
            await AskAsync(FrameKind.Open, Wire.Write(new Wire.Opening(root, _plugin.Folder, _plugin.CodeFolder)), null, cancellationToken).WaitAsync(PluginDeadline.ForWork, _clock, cancellationToken);
        }
        catch (PluginBrokeException broke)
        {
            throw new PluginFailedException(broke.Message, "Install another version, or report this to the plugin's maker.");
        }
        catch (TimeoutException)
        {
            throw new PluginFailedException($"Its process did not load it within {PluginDeadline.ForWork.TotalSeconds:0} s.", "Try again; if it stays so, ask the plugin's maker for a version that answers.");
        }
    }

    public ConnectorDescription Describe() => _description = Wire.Read<ConnectorDescription>(Wait(FrameKind.Describe, []));

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => Wire.Read<SettingProblem[]>(Wait(FrameKind.Validate, Wire.Write(Wire.Values.Of(settings))));

    public Uri BeginAuthorization(AuthorizationRequest request) =>
        Wire.Read<Uri>(Wait(FrameKind.BeginAuthorization, Wire.Write(new Wire.Begin(Wire.Values.Of(request.Settings), request.RedirectUri, request.State))));

    public async Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken)
    {
        var payload = Wire.Write(new Wire.Complete(ContextOf(context), callback.RedirectUri));

        return Wire.Read<Wire.Grant>((await AskAsync(FrameKind.CompleteAuthorization, payload, new(context, callback), cancellationToken)).Payload).ToGrant();
    }

    public async Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        Wire.Read<PreflightReport>((await AskAsync(FrameKind.Preflight, Wire.Write(ContextOf(context)), new(context, null), cancellationToken)).Payload);

    public async Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        Wire.Read<Wire.Known>((await AskAsync(FrameKind.Identify, Wire.Write(ContextOf(context)), new(context, null), cancellationToken)).Payload).Identity;

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) =>
        Wire.Read<CallEstimate[]>(Wait(FrameKind.Estimate, Wire.Write(new Wire.Estimating(Wire.Values.Of(settings), history))));

    public ApplicationManifest? PrepareApplication(ApplicationRequest request) =>
        Wire.Read<Wire.Prepared>(Wait(FrameKind.PrepareApplication, Wire.Write(new Wire.Preparing(Wire.Values.Of(request.Settings), request.Streams, request.Scopes, request.RedirectUri)))).Manifest;

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Rows are read back by their types.
        _description ??= await Task.Run(Describe, cancellationToken);
        var id = Interlocked.Increment(ref _lastCall);
        CallContext about = new(context, null) { Before = request.Before };
        var begin = Wire.Write(new Wire.Collection(ContextOf(context), request.StreamId, request.ResumeFrom?.Value, request.HighWaterMark?.Value, request.IsFull, request.Before is not null));
        await AskAsync(id, FrameKind.Collect, begin, about, cancellationToken);

        try
        {
            while (await AskAsync(id, FrameKind.NextPage, [], about, cancellationToken) is { Kind: FrameKind.Page } page)
            {
                yield return RowReader.Read(page.Payload);
            }
        }
        finally
        {
            await EndAsync(id, about);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();

        try
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(StopLimit, _clock, CancellationToken.None);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or InvalidOperationException)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        _channel.Dispose();
        _closing.Dispose();
    }

    private static async Task DrainAsync(Stream errors)
    {
        try
        {
            await errors.CopyToAsync(Stream.Null, CancellationToken.None);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has ended.
        }
    }

    private Wire.Context ContextOf(ConnectorContext context) =>
        new(Wire.Values.Of(context.Settings), [.. _options.AllowedOrigins.Append(SandboxOrigin).OfType<string>()], context.Logger.IsEnabled(LogLevel.Debug));

    // The contract's short verbs are synchronous; the host calls them on a thread that may wait, with a deadline around it.
    private ReadOnlyMemory<byte> Wait(FrameKind kind, byte[] payload) => AskAsync(kind, payload, null, CancellationToken.None).GetAwaiter().GetResult().Payload;

    private Task<Frame> AskAsync(FrameKind kind, byte[] payload, CallContext? context, CancellationToken cancellationToken) =>
        AskAsync(Interlocked.Increment(ref _lastCall), kind, payload, context, cancellationToken);

    private async Task<Frame> AskAsync(int id, FrameKind kind, byte[] payload, CallContext? context, CancellationToken cancellationToken)
    {
        Call call = new(context, cancellationToken);
        _calls[id] = call;

        try
        {
            if (_ended is { } ended)
            {
                throw Gone(ended);
            }

            await SendAsync(new(kind, id, 0, payload), cancellationToken);
            await using var cancel = cancellationToken.UnsafeRegister(_ => _ = TrySendAsync(new(FrameKind.Cancel, id, 0, default)), null);

            return await call.Answer.Task;
        }
        finally
        {
            _calls.TryRemove(id, out _);
        }
    }

    private async Task EndAsync(int id, CallContext context)
    {
        try
        {
            await AskAsync(id, FrameKind.EndCollect, [], context, CancellationToken.None);
        }
        catch (Exception exception) when (exception is PluginBrokeException or PluginFailedException or ConnectorException or OperationCanceledException)
        {
            // The stream's outcome is known by now.
        }
    }

    private async Task SendAsync(Frame frame, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.SendAsync(frame, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Who reads finds out why.
            await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

            throw Gone(_ended ?? "it has ended");
        }
    }

    private async Task TrySendAsync(Frame frame)
    {
        try
        {
            await SendAsync(frame, CancellationToken.None);
        }
        catch (PluginFailedException)
        {
            // Whoever waits for the process is told.
        }
    }

    private async Task ReadAsync()
    {
        string? how = null;

        try
        {
            while (await _channel.ReadAsync(CancellationToken.None) is { } frame)
            {
                Take(frame);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException or InvalidDataException)
        {
            how = exception is InvalidDataException ? $"it wrote something of its own to the pipe ({exception.Message})" : null;
        }

        await EndedAsync(how);
    }

    private async Task EndedAsync(string? how)
    {
        if (how is not null && !_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        _ended = how ?? string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {_process.ExitCode}");

        if (!_closing.IsCancellationRequested)
        {
            _onCrash(_ended);
        }

        foreach (var call in _calls.Values)
        {
            call.Answer.TrySetException(Gone(_ended));
        }
    }

    private static PluginFailedException Gone(string how) =>
        new($"The process that it runs in is gone: {how}.", "Run again; if it stays so, report it to the plugin's maker. The host and its other plugins are not concerned.");

    private void Take(Frame frame)
    {
        if (!_calls.TryGetValue(frame.Call, out var call))
        {
            return;
        }

        switch (frame.Kind)
        {
            case FrameKind.Result or FrameKind.Page:
                call.Answer.TrySetResult(frame);
                break;
            case FrameKind.Failure:
                call.Answer.TrySetException(Thrown(Wire.Read<Wire.Failed>(frame.Payload), call));
                break;
            case FrameKind.Waiting:
                var wait = Wire.Read<Wire.Wait>(frame.Payload);
                call.Context?.Host.Waits.Waiting(wait.StreamId, wait.Duration, wait.Reason);
                break;
            case FrameKind.Log:
                Pass(Wire.Read<Wire.LogLine>(frame.Payload), call.Context?.Host.Logger);
                break;
            case FrameKind.RenewedCredential:
                call.Renewed?.TrySetResult(frame);
                break;
            default:
                _ = AnswerAsync(frame, call);
                break;
        }
    }

    private static void Pass(Wire.LogLine line, ILogger? logger)
    {
        if (logger?.IsEnabled(line.Level) is true)
        {
#pragma warning disable CA1848 // The text was made by a template of the plugin's.
            logger.Log(line.Level, new EventId(line.EventId), "{Message}", line.Message);
#pragma warning restore CA1848
        }
    }

    private async Task AnswerAsync(Frame frame, Call call)
    {
        byte[] answer;

        try
        {
            var context = call.Context ?? throw new InvalidDataException("A question belongs to no call that may ask.");
            answer = frame.Kind switch
            {
                FrameKind.ReadCredential => Wire.Write(new Wire.Held(await context.Host.Credentials.ReadAsync(call.Stop) is { } held ? Wire.Token.Of(held) : null)),
                FrameKind.RenewCredential => Wire.Write(Wire.Token.Of(await RenewAsync(frame, call, context))),
                FrameKind.ReadRows => Wire.Write(await RowsAsync(Wire.Read<Wire.Rows>(frame.Payload), call, context)),
                FrameKind.ReadField => Wire.Write(new Wire.Text(context.Callback?.Value(Wire.Read<Wire.Text>(frame.Payload).Value!))),
                FrameKind.ReadShared => Wire.Write(await context.Host.Shared.ReadAsync(Wire.Read<Wire.Text>(frame.Payload).Value!, call.Stop)),
                FrameKind.WriteShared => Wire.Write(new Wire.Done(await WriteAsync(Wire.Read<Wire.Writing>(frame.Payload), call, context))),
                _ => throw new InvalidDataException("There is no such question."),
            };
        }
#pragma warning disable CA1031 // Whatever it is, it goes to the plugin that has asked, as it would in one process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            await TrySendAsync(new(FrameKind.Failure, frame.Call, frame.Ask, Wire.Write(FailureWords.Of(exception))));

            return;
        }

        await TrySendAsync(new(FrameKind.Answer, frame.Call, frame.Ask, answer));
    }

    /// <summary>The host holds the lock on the credential, the plugin's process renews it.</summary>
    private Task<Credential> RenewAsync(Frame frame, Call call, CallContext context) => context.Host.Credentials.RenewAsync(
        async (current, cancellationToken) =>
        {
            call.Renewed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await SendAsync(new(FrameKind.RenewCredential, frame.Call, frame.Ask, Wire.Write(Wire.Token.Of(current))), cancellationToken);
            var answer = await call.Renewed.Task.WaitAsync(cancellationToken);
            var held = Wire.Read<Wire.Held>(answer.Payload);

            return held.Token?.ToCredential() ?? throw new InvalidOperationException("The plugin did not renew the credential.");
        },
        call.Stop);

    private static Task<bool> WriteAsync(Wire.Writing writing, Call call, CallContext context) =>
        context.Host.Shared.TryWriteAsync(writing.Key, writing.Value, writing.Version, call.Stop);

    private async Task<Wire.RowPage> RowsAsync(Wire.Rows wanted, Call call, CallContext context)
    {
        const int MostRows = 1000;

        var columns = _description!.Streams.FirstOrDefault(stream => stream.Id == wanted.StreamId)?.Columns ?? [];
        ColumnType[] types = [.. wanted.Columns.Select(name => columns.FirstOrDefault(column => column.Name == name)?.Type ?? ColumnType.Text)];
        List<string> keys = [];
        List<IReadOnlyList<string?>> values = [];

        var rows = wanted.IsBefore ? context.Before ?? throw new InvalidDataException("There are no rows before.") : context.Host.Rows;

        await foreach (var row in rows.ReadAsync(wanted.StreamId, wanted.Columns, wanted.AfterKey, call.Stop))
        {
            keys.Add(row.Key);
            values.Add([.. types.Select((type, index) => StoredText.Of(row, index, type))]);

            if (keys.Count == MostRows)
            {
                break;
            }
        }

        return new(types, keys, values);
    }

    private static Exception Thrown(Wire.Failed failed, Call call) =>
        failed.IsCancelled ? new OperationCanceledException(call.Stop)
        : failed.Reason is { } reason ? new ConnectorException(reason, failed.Message, failed.Fix ?? "", failed.Code) { Evidence = failed.Evidence }
        : new PluginBrokeException(failed.Message);

    private sealed record CallContext(ConnectorContext Host, AuthorizationCallback? Callback)
    {
        public IRunRows? Before { get; init; }
    }

    private sealed class Call(CallContext? context, CancellationToken stop)
    {
        public CallContext? Context { get; } = context;

        public CancellationToken Stop { get; } = stop;

        public TaskCompletionSource<Frame> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<Frame>? Renewed { get; set; }
    }
}
