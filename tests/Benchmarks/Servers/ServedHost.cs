using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Benchmarks.EndToEnd;

namespace Benchmarks.Servers;

/// <summary>A host that serves, as a program of its own, and its REST door.</summary>
internal sealed class ServedHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private ServedHost(ChildProcess process, HttpClient client, string folder) => (_process, _client, _folder) = (process, client, folder);

    public TimeSpan Processor => _process.Processor;

    /// <param name="name">The endpoint server that it is.</param>
    /// <param name="store">What says where the store and its keys are.</param>
    /// <param name="sandbox">What plugins may reach.</param>
    /// <param name="key">The access key; empty: it is the first host and prints it.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<(ServedHost Host, string Key)> StartAsync(string name, IEnumerable<string> store, Sandbox sandbox, string key, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        var process = ChildProcess.Start(
            folder, HostProgram.File, ["serve", "--json", "--address", "http://127.0.0.1:0", "--endpoint-server", name, "--allow-origin", sandbox.Address.GetLeftPart(UriPartial.Authority), .. store]);
        List<string> lines = [];

        while (await process.Output.ReadLineAsync(cancellationToken) is { } line)
        {
            lines.Add(line);

            if (line is "}")
            {
                break;
            }
        }

        _ = DrainAsync(process.Output);
        var told = JsonElement.Parse(string.Concat(lines));
        var known = key.Length > 0 ? key : told.GetProperty("accessKey").GetString()!;
        HttpClient client = new() { BaseAddress = new(told.GetProperty("address").GetString()!), Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", known);

        return (new(process, client, folder), known);
    }

    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => _client.GetFromJsonAsync<JsonElement>(path, cancellationToken);

    public async Task<JsonElement> SendAsync(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _client.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);

        return answer.IsSuccessStatusCode ? JsonElement.Parse(text.Length == 0 ? "null" : text) : throw new InvalidOperationException($"{method} {path}: {(int)answer.StatusCode} {text}");
    }

    /// <summary>Ends it without warning.</summary>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task DrainAsync(TextReader output)
    {
        while (await output.ReadLineAsync() is not null)
        {
        }
    }
}
