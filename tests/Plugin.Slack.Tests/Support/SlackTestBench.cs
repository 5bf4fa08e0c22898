using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;

namespace Plugin.Slack.Tests.Support;

/// <summary>The plugin as a host holds it: made by its own entry, with a real HTTP client and a clock that jumps over every wait.</summary>
internal sealed class SlackTestBench : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly HttpClient _http;

    public SlackTestBench(Uri address, string? token = "xoxp-test", bool isPaced = false, string? extraScopes = null, string? clientId = "1234567890.9876543210", string? clientSecret = "0123456789abcdef0123456789abcdef", HttpMessageHandler? handler = null, FakeTimeProvider? clock = null)
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
            Rows = new NoRows(),
            Waits = Waits,
        };
    }

    public FakeTimeProvider Clock { get; }

    public MemoryCredentials Credentials { get; } = new();

    public ClockAdvancingWaits Waits { get; }

    public ConnectorContext Context { get; }

    public IConnector Connector => _provider.GetRequiredService<IConnector>();

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));

    public T Part<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public async Task<CollectedStream> CollectAsync(string stream, CancellationToken cancellationToken, Checkpoint? resumeFrom = null, Checkpoint? mark = null)
    {
        CollectedStream collected = new();

        await foreach (var page in Connector.CollectAsync(Context, new() { StreamId = stream, ResumeFrom = resumeFrom, HighWaterMark = mark }, cancellationToken))
        {
            collected.Take(page, Connector.Describe().Streams.Single(description => description.Id == stream));
        }

        return collected;
    }

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

    private sealed class NoRows : IRunRows
    {
        public async IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield break;
        }
    }
}
