using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Isolation;

/// <summary>This program as the process of one connector: loads the plugin that the host names, does what the host asks, ends with it.</summary>
internal sealed class WorkerProgram(FrameChannel channel) : IDisposable
{
    private readonly WorkerAsks _asks = new(channel);
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _stops = new();
    private readonly ConcurrentDictionary<int, WorkerStream> _streams = new();
    private readonly Lock _lock = new();
    private InstalledPlugin? _plugin;
    private IConnector? _connector;
    private HttpClient? _http;

    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync()
    {
        // A Ctrl+C at the host's terminal reaches this process too; it is the host that says when its work is done.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static signal => signal.Cancel = true);
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        using FrameChannel channel = new(input, output);

        // What the plugin prints must not get between the frames.
        Console.SetOut(TextWriter.Null);
        Console.SetIn(TextReader.Null);
        using var worker = new WorkerProgram(channel);

        while (await channel.ReadAsync(CancellationToken.None) is { } frame)
        {
            worker.Take(frame);
        }

        // The host has closed the pipe, or is gone. Nothing that the plugin still does can be of use to anybody.
        return 0;
    }

    public void Dispose() => _http?.Dispose();

    private void Take(Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Answer or FrameKind.Failure or FrameKind.RenewCredential:
                _asks.Take(frame);
                break;
            case FrameKind.Cancel:
                if (_stops.TryGetValue(frame.Call, out var stop))
                {
                    _ = stop.CancelAsync();
                }

                break;
            default:
                _ = Task.Run(() => WorkAsync(frame), CancellationToken.None);
                break;
        }
    }

    private async Task WorkAsync(Frame frame)
    {
        // A stream's calls follow one another and share one stop.
        var stop = _stops.GetOrAdd(frame.Call, _ => new());
        Frame answer;

        try
        {
            answer = frame.Kind is FrameKind.NextPage
                ? await NextPageAsync(frame.Call)
                : new(FrameKind.Result, frame.Call, 0, await DoAsync(frame, stop.Token));
        }
#pragma warning disable CA1031 // Whatever the plugin throws goes to the host in words.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            answer = new(FrameKind.Failure, frame.Call, 0, Wire.Write(stop.IsCancellationRequested ? FailureWords.Of(new OperationCanceledException()) : FailureWords.Of(exception)));
        }

        if (!_streams.ContainsKey(frame.Call) && _stops.TryRemove(frame.Call, out _))
        {
            stop.Dispose();
        }

        await channel.SendAsync(answer, CancellationToken.None);
    }

    private async Task<byte[]> DoAsync(Frame frame, CancellationToken cancellationToken)
    {
        switch (frame.Kind)
        {
            case FrameKind.Open:
                Open(Wire.Read<Wire.Opening>(frame.Payload));

                return [];
            case FrameKind.Describe:
                return Wire.Write(DescriptionCopy.Of(Connector.Describe()));
            case FrameKind.Validate:
                return Wire.Write(DescriptionCopy.Copy(Connector.Validate(Wire.Read<Wire.Values>(frame.Payload).ToSettings())));
            case FrameKind.BeginAuthorization:
                var begin = Wire.Read<Wire.Begin>(frame.Payload);

                return Wire.Write(Connector.BeginAuthorization(new(begin.Settings.ToSettings(), begin.RedirectUri, begin.State)));
            case FrameKind.CompleteAuthorization:
                var complete = Wire.Read<Wire.Complete>(frame.Payload);
                AuthorizationCallback callback = new(complete.RedirectUri, name => FieldAsync(frame.Call, name).GetAwaiter().GetResult());

                return Wire.Write(Wire.Grant.Of(DescriptionCopy.Of(await Connector.CompleteAuthorizationAsync(ContextOf(complete.Context, frame.Call), callback, cancellationToken))));
            case FrameKind.Preflight:
                return Wire.Write(DescriptionCopy.Of(await Connector.PreflightAsync(ContextOf(Wire.Read<Wire.Context>(frame.Payload), frame.Call), cancellationToken)));
            case FrameKind.Identify:
                var identity = await Connector.IdentifyAsync(ContextOf(Wire.Read<Wire.Context>(frame.Payload), frame.Call), cancellationToken);

                return Wire.Write(new Wire.Known(identity is null ? null : DescriptionCopy.Of(identity)));
            case FrameKind.Estimate:
                var estimating = Wire.Read<Wire.Estimating>(frame.Payload);

                return Wire.Write(DescriptionCopy.Copy(Connector.Estimate(estimating.Settings.ToSettings(), estimating.History)));
            case FrameKind.PrepareApplication:
                var preparing = Wire.Read<Wire.Preparing>(frame.Payload);
                var manifest = Connector.PrepareApplication(new(preparing.Settings.ToSettings(), preparing.Streams, preparing.Scopes, preparing.RedirectUri));

                return Wire.Write(new Wire.Prepared(manifest is null ? null : DescriptionCopy.Of(manifest)));
            case FrameKind.Collect:
                var collection = Wire.Read<Wire.Collection>(frame.Payload);
                StreamRequest request = new()
                {
                    StreamId = collection.StreamId,
                    ResumeFrom = collection.ResumeFrom is null ? null : new(collection.ResumeFrom),
                    HighWaterMark = collection.HighWaterMark is null ? null : new(collection.HighWaterMark),
                    IsFull = collection.IsFull,
                    Before = collection.HasBefore ? new WorkerRows(_asks, frame.Call, isBefore: true) : null,
                };
                _streams[frame.Call] = new(Connector, ContextOf(collection.Context, frame.Call), request, cancellationToken);

                return [];
            case FrameKind.EndCollect:
                if (_streams.TryRemove(frame.Call, out var stream))
                {
                    await stream.DisposeAsync();
                }

                return [];
            default:
                throw new InvalidDataException("There is no such call.");
        }
    }

    private async Task<Frame> NextPageAsync(int call) => await _streams[call].NextAsync() is { } page
        ? new(FrameKind.Page, call, 0, RowWriter.Page(page))
        : new(FrameKind.Result, call, 0, default);

    /// <summary>A field of a callback, which the host gives one by one: the contract has no list of them.</summary>
    private async Task<string?> FieldAsync(int call, string name) =>
        (await _asks.AskAsync<Wire.Text>(FrameKind.ReadField, call, Wire.Write(new Wire.Text(name)), null, CancellationToken.None)).Value;

    private IConnector Connector => _connector ?? throw new InvalidOperationException("No plugin is loaded.");

    private void Open(Wire.Opening opening)
    {
        _plugin = PluginFolderReader.Read(opening.PluginsFolder, opening.Folder) with { CodeFolder = opening.CodeFolder };

        if (!_plugin.IsAvailable)
        {
            throw new PluginFailedException(_plugin.Reason ?? "Its folder cannot be used.", _plugin.Fix ?? "");
        }

        // It is never let go: the process ends instead. So its code is compiled as any other program's is.
        (_connector, _) = PluginLoading.Compose(PluginGeneration.Load(_plugin, isUnloadable: false));
    }

    private ConnectorContext ContextOf(Wire.Context context, int call)
    {
        lock (_lock)
        {
            // The same rule about where it may reach as in the host's process.
            _http ??= new OutboundGate(new HostOptions { DataFolder = "", PluginsFolder = "", AllowedOrigins = context.Origins }).Open(_plugin!.Manifest!.AllowedHosts, null);
        }

        WorkerContext host = new(_asks, channel, call, context.LogsDebug);

        return new()
        {
            Settings = context.Settings.ToSettings(),
            Http = _http,
            Logger = host,
            Clock = TimeProvider.System,
            Credentials = host,
            Shared = host,
            Rows = new WorkerRows(_asks, call, isBefore: false),
            Waits = host,
        };
    }
}
