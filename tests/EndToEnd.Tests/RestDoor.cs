using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A program before a host that serves, with an access key. What a test only needs to be there is cheapest made by it: no process starts.</summary>
public class RestDoor : IAsyncDisposable
{
    public RestDoor(Uri address, string key)
    {
        Client = new() { BaseAddress = address };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonElement> PostAsync(string path, object? body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Sends a request that must succeed.</summary>
    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var answer = await AskAsync(method, path, body, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)answer.StatusCode} {text}");

        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    public async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);

        try
        {
            return await Client.SendAsync(request, cancellationToken);
        }
        catch (HttpRequestException exception) when (LastWords() is { } words)
        {
            throw new InvalidOperationException($"The host has ended.\n{words}", exception);
        }
    }

    /// <summary>What a host that has ended said until then; null while it works, or where that is not known.</summary>
    protected virtual string? LastWords() => null;

    public Task FeatureAsync(bool isEnabled, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, "/api/endpoint-servers/local/features/slack", new { isEnabled }, cancellationToken);

    /// <summary>Enables the feature and makes a connector that has a token.</summary>
    /// <param name="sandbox">The workspace that it looks at.</param>
    /// <param name="token">One that the workspace knows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="name">The connector's.</param>
    /// <param name="description">The connector's.</param>
    /// <param name="streams">What to collect; none: what is on by default.</param>
    /// <returns>Its number.</returns>
    public async Task<int> ConnectorAsync(SandboxServer sandbox, string token, CancellationToken cancellationToken, string name = "Workspace", string? description = null, params string[] streams)
    {
        await FeatureAsync(true, cancellationToken);
        var made = await PostAsync(
            "/api/connectors",
            new { name, description, pluginId = "slack", texts = new { client_id = sandbox.ClientId, api_address = sandbox.Address, pace = "unpaced" }, secrets = new { token }, streams },
            cancellationToken);

        return made.GetProperty("id").GetInt32();
    }

    /// <summary>Starts a run and follows it to its end.</summary>
    /// <returns>The run, which must be published.</returns>
    public async Task<JsonElement> RunAsync(string connector, CancellationToken cancellationToken)
    {
        var run = (await PostAsync($"/api/connectors/{Uri.EscapeDataString(connector)}/runs", null, cancellationToken)).GetProperty("id").GetInt64();
        var state = await WatchAsync(run, cancellationToken);
        var ended = await GetAsync($"/api/runs/{run}", cancellationToken);
        state.ShouldBe("published", ended.ToString());

        return ended;
    }

    /// <summary>Follows a run's events to their end.</summary>
    /// <returns>The state that the last one told.</returns>
    public async Task<string?> WatchAsync(long run, CancellationToken cancellationToken)
    {
        await using var events = await Client.GetStreamAsync(new Uri($"/api/runs/{run}/progress", UriKind.Relative), cancellationToken);
        using var reader = new StreamReader(events, Encoding.UTF8);
        string? state = null;

        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                state = JsonDocument.Parse(line["data: ".Length..]).RootElement.GetProperty("state").GetString();
            }
        }

        return state;
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Client.Dispose();

        return ValueTask.CompletedTask;
    }
}
