using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Conformance.Bench;
using Plugin.Slack.Sandbox;

namespace Plugin.Slack.Tests.Support;

/// <summary>The plugin as a host holds it: made by its own entry, with a real HTTP client and a clock that jumps over every wait.</summary>
internal sealed class SlackTestBench : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly HttpClient _http;

    public SlackTestBench(Uri address, string? token = "xoxp-test", bool isPaced = false, string? extraScopes = null, string? clientId = "1234567890.9876543210", string? clientSecret = "0123456789abcdef0123456789abcdef", HttpMessageHandler? handler = null, FakeTimeProvider? clock = null, IReadOnlyDictionary<string, string>? settings = null, ISharedValues? shared = null)
    {
        Clock = clock ?? NewClock();
        ServiceCollection services = new();
        new SlackPlugin().ConfigureServices(services);
        services.Replace(ServiceDescriptor.Singleton<Func<double>>(() => 1));
        _provider = services.BuildServiceProvider();
        _http = new(handler ?? new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        Waits = new(Clock);

        Dictionary<string, string> texts = new() { ["api_address"] = address.AbsoluteUri, ["pace"] = isPaced ? "tier" : "unpaced" };
        Dictionary<string, Secret> secrets = [];

        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            texts[name] = value;
        }

        Add(texts, "extra_scopes", extraScopes);
        Add(texts, "client_id", clientId);
        AddSecret(secrets, "client_secret", clientSecret);
        AddSecret(secrets, "token", token);
        Context = new()
        {
            Settings = new(texts, secrets),
            Http = _http,
            Logger = NullLogger.Instance,
            Clock = Clock,
            Credentials = Credentials,
            Shared = shared ?? new MemorySharedValues(Clock),
            Rows = Inventory,
            Waits = Waits,
        };
    }

    public FakeTimeProvider Clock { get; }

    public MemoryCredentials Credentials { get; } = new();

    /// <summary>What the streams collected by <see cref="RunAsync"/> left, as a store would hold it.</summary>
    public MemoryInventory Inventory { get; } = new();

    public ClockAdvancingWaits Waits { get; }

    public ConnectorContext Context { get; }

    public IConnector Connector => _provider.GetRequiredService<IConnector>();

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    public T Part<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public Task<CollectedStream> CollectAsync(string stream, CancellationToken cancellationToken, Checkpoint? resumeFrom = null, Checkpoint? mark = null) =>
        CollectAsync(new() { StreamId = stream, ResumeFrom = resumeFrom, HighWaterMark = mark }, cancellationToken);

    public async Task<CollectedStream> CollectAsync(StreamRequest request, CancellationToken cancellationToken)
    {
        CollectedStream collected = new();

        await foreach (var page in Connector.CollectAsync(Context, request, cancellationToken))
        {
            collected.Take(page, DescriptionOf(request.StreamId));
        }

        return collected;
    }

    /// <summary>Collects streams one after the other as a host does in a run: from their marks, with what was there before, and keeps the rows.</summary>
#pragma warning disable CA1068 // The streams are as many as a test names, so they come last.
    public async Task<IReadOnlyDictionary<string, CollectedStream>> RunAsync(CancellationToken cancellationToken, bool isFull, params string[] streams)
#pragma warning restore CA1068
    {
        Dictionary<string, CollectedStream> collected = [];
        var before = Inventory.Copy();

        foreach (var stream in streams)
        {
            var description = DescriptionOf(stream);
            var part = await CollectAsync(
                new()
                {
                    StreamId = stream,
                    HighWaterMark = isFull ? null : Inventory.MarkOf(stream),
                    IsFull = isFull,
                    Before = Inventory.WasComplete(stream) ? before : null,
                },
                cancellationToken);
            Inventory.Keep(description, part);
            collected[stream] = part;
        }

        return collected;
    }

    /// <summary>Moves a sandbox's workspace on by a day.</summary>
    public Task NextDayAsync(SandboxServer sandbox, CancellationToken cancellationToken) => PostAsync(sandbox, "next-day", cancellationToken);

    /// <summary>Uses one of a sandbox's controls.</summary>
    public async Task PostAsync(SandboxServer sandbox, string control, CancellationToken cancellationToken, string form = "")
    {
        using StringContent content = new(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync(new Uri(sandbox.Address, $"sandbox/{control}"), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    public StreamDescription DescriptionOf(string stream) => Connector.Describe().Streams.Single(description => description.Id == stream);

    public void Dispose()
    {
        Credentials.Dispose();
        _http.Dispose();
        _provider.Dispose();
    }

    private static void Add(Dictionary<string, string> texts, string name, string? value)
    {
        if (value is not null)
        {
            texts[name] = value;
        }
    }

    private static void AddSecret(Dictionary<string, Secret> secrets, string name, string? value)
    {
        if (value is not null)
        {
            secrets[name] = new(value);
        }
    }
}
