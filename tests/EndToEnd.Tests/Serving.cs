using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>A host that serves, and a client with its access key.</summary>
internal sealed class Serving : IAsyncDisposable
{
    private readonly HostProcess _host;

    private Serving(HostProcess host, HttpClient client)
    {
        _host = host;
        Client = client;
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    /// <summary>What it has said of itself, on the terminal and in its log there.</summary>
    public string Said => _host.Output + _host.Errors;

    public static async Task<Serving> StartAsync(string dataFolder, SandboxServer sandbox, CancellationToken cancellationToken, params string[] further)
    {
        var host = HostProcess.Start(dataFolder, Walk.Allowing(sandbox, ["serve", "--address", "http://127.0.0.1:0", .. further]));
        var address = (await host.LineAsync("serves on", cancellationToken)).Split(' ')[^1];
        var key = (await host.LineAsync("Access key", cancellationToken)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[2];
        var client = new HttpClient { BaseAddress = new(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

        return new(host, client);
    }

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

        return await Client.SendAsync(request, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.DisposeAsync();
    }
}
