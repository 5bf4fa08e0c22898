using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Conformance.Bench;

/// <summary>A connector with all that a host gives it, held in memory: one provider, one context, disposed together.</summary>
public sealed class BenchSession : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    /// <summary>Begins a session.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="settings">The connector's settings.</param>
    /// <param name="createHttp">Makes the way out, which is disposed with the session.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="credential">The stored credential, if any.</param>
    /// <param name="waiting">Told of each wait as it begins.</param>
    public BenchSession(IConnectorPlugin plugin, SettingValues settings, Func<HttpClient> createHttp, TimeProvider clock, Credential? credential = null, Action<TimeSpan>? waiting = null)
    {
        ServiceCollection services = [];
        plugin.ConfigureServices(services);
        _provider = services.BuildServiceProvider();
        Connector = _provider.GetRequiredService<IConnector>();
        Credentials = new(credential);
        Waits = new(waiting);
        Shared = new(clock);
        Context = new()
        {
            Settings = settings,
            Http = createHttp(),
            Logger = Log,
            Clock = clock,
            Credentials = Credentials,
            Shared = Shared,
            Rows = Rows,
            Waits = Waits,
        };
    }

    public IConnector Connector { get; }

    public ConnectorContext Context { get; }

    public MemoryCredentialStore Credentials { get; }

    public MemorySharedValues Shared { get; }

    public MemoryRunRows Rows { get; } = new();

    public RecordedWaits Waits { get; }

    public RecordedLog Log { get; } = new();

    /// <summary>The streams in an order in which each finds what it reads back.</summary>
    public IReadOnlyList<StreamDescription> StreamsInOrder()
    {
        List<StreamDescription> ordered = [];
        Queue<StreamDescription> waiting = new(Connector.Describe().Streams);

        for (var deferred = 0; waiting.TryDequeue(out var stream);)
        {
            if (stream.ReadsBack.All(id => ordered.Exists(earlier => earlier.Id == id)))
            {
                ordered.Add(stream);
                deferred = 0;
            }
            else if (++deferred > waiting.Count)
            {
                throw new InvalidOperationException($"Stream '{stream.Id}' reads back a stream that does not exist or that reads back this one.");
            }
            else
            {
                waiting.Enqueue(stream);
            }
        }

        return ordered;
    }

    /// <summary>Reads every stream to its end.</summary>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The streams as read, in an order in which each finds what it reads back.</returns>
    public async Task<IReadOnlyList<CollectedStream>> CollectAllAsync(CancellationToken cancellationToken)
    {
        List<CollectedStream> streams = [];

        foreach (var stream in StreamsInOrder())
        {
            streams.Add(await CollectAsync(new() { StreamId = stream.Id }, cancellationToken));
        }

        return streams;
    }

    /// <summary>Reads what a stream reads back, and what that reads back.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>When all is read.</returns>
    public async Task CollectReadBackAsync(StreamDescription stream, CancellationToken cancellationToken)
    {
        HashSet<string> wanted = [.. stream.ReadsBack];

        foreach (var earlier in StreamsInOrder().Reverse().Where(earlier => wanted.Contains(earlier.Id)))
        {
            wanted.UnionWith(earlier.ReadsBack);
        }

        foreach (var earlier in StreamsInOrder().Where(earlier => wanted.Contains(earlier.Id)))
        {
            await CollectAsync(new() { StreamId = earlier.Id }, cancellationToken);
        }
    }

    /// <summary>Reads one stream to its end.</summary>
    /// <param name="request">Which, and from where.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The stream as read.</returns>
    public async Task<CollectedStream> CollectAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        var stream = Connector.Describe().Streams.Single(stream => stream.Id == request.StreamId);
        List<CollectedPage> pages = [];

        await foreach (var page in PagesAsync(request, cancellationToken))
        {
            pages.Add(page);
        }

        return new(stream, pages);
    }

    /// <summary>Reads one stream page by page, keeping its rows for the streams that read them back.</summary>
    /// <param name="request">Which, and from where.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The pages.</returns>
    public async IAsyncEnumerable<CollectedPage> PagesAsync(StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = Connector.Describe().Streams.Single(stream => stream.Id == request.StreamId);
        FieldRecorder recorder = new(stream);

        await foreach (var page in Connector.CollectAsync(Context, request, cancellationToken).WithCancellation(cancellationToken))
        {
            if (page.StartsOver)
            {
                Rows.Forget(stream.Id);
            }

            List<IReadOnlyList<object?>> rows = new(page.RowCount);

            for (var index = 0; index < page.RowCount; index++)
            {
                page.WriteRow(index, recorder);
                var row = recorder.TakeRow();
                Rows.Add(stream, row);
                rows.Add(row);
            }

            yield return new(rows, page.Next, page.End, page.Evidence, page.StartsOver) { Covered = [.. page.Covered] };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        Context.Http.Dispose();
        Credentials.Dispose();
    }
}
