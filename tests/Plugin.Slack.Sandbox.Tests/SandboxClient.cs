using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>A running sandbox and a client for it that speaks plain HTTP.</summary>
internal sealed class SandboxClient : IAsyncDisposable
{
    public const string Token = "xoxp-all";

    public static readonly DateTimeOffset Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static readonly IReadOnlyList<string> AllScopes =
    [
        "admin", "users:read", "users:read.email", "calls:read", "channels:read", "im:history", "channels:history", "files:read", "groups:read",
        "usergroups:read", "users.profile:read", "team:read", "mpim:read", "im:read",
    ];

    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false };

    private SandboxClient(SandboxServer server)
    {
        Server = server;
        Http = new HttpClient(_handler) { BaseAddress = server.Address };
    }

    public SandboxServer Server { get; }

    public HttpClient Http { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<SandboxClient> StartAsync(SandboxOptions? options = null)
    {
        options ??= new SandboxOptions();
        return new SandboxClient(await SandboxServer.StartAsync(
            options with { Now = options.Now ?? Now, Tokens = [.. options.Tokens, new SandboxToken(Token, AllScopes)] }, Cancellation));
    }

    public static FormUrlEncodedContent Form(params (string Name, string? Value)[] fields) =>
        new(fields.Where(field => field.Value is not null).Select(field => KeyValuePair.Create(field.Name, field.Value!)));

    /// <summary>Calls with a form and a bearer token; null sends no token.</summary>
    public async Task<HttpResponseMessage> SendAsync(string method, string? token, params (string Name, string? Value)[] fields)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/" + method) { Content = Form(fields) };
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        return await Http.SendAsync(request, Cancellation);
    }

    public async Task<JsonElement> AskAsync(string method, string? token, params (string Name, string? Value)[] fields)
    {
        using HttpResponseMessage response = await SendAsync(method, token, fields);
        return await ReadAsync(response);
    }

    public Task<JsonElement> AskAsync(string method, params (string Name, string? Value)[] fields) => AskAsync(method, Token, fields);

    public async Task<string?> ErrorAsync(string method, params (string Name, string? Value)[] fields) =>
        (await AskAsync(method, Token, fields)).ErrorCode();

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancellation);
        using JsonDocument document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>All pages of a cursor method, first to last.</summary>
    public async Task<IReadOnlyList<JsonElement>> PagesAsync(string method, params (string Name, string? Value)[] fields)
    {
        List<JsonElement> pages = [];
        string? cursor = null;
        do
        {
            JsonElement page = await AskAsync(method, Token, [.. fields, ("cursor", cursor)]);
            page.GetProperty("ok").GetBoolean().ShouldBeTrue($"{method} answered {page}");
            pages.Add(page);
            cursor = page.TryGetProperty("response_metadata", out JsonElement metadata) && metadata.TryGetProperty("next_cursor", out JsonElement next)
                ? next.GetString()
                : null;
        }
        while (cursor is { Length: > 0 });

        return pages;
    }

    public async Task<JsonElement> PostControlAsync(string name, params (string Name, string? Value)[] fields)
    {
        using FormUrlEncodedContent form = Form(fields);
        using HttpResponseMessage response = await Http.PostAsync("sandbox/" + name, form, Cancellation);
        response.EnsureSuccessStatusCode();
        return await ReadAsync(response);
    }

    public async Task<JsonElement> CallsAsync(string method)
    {
        using HttpResponseMessage response = await Http.GetAsync("sandbox/calls", Cancellation);
        return (await ReadAsync(response)).GetProperty(method);
    }

    public string AuthorizeAddress(string? redirectUri, string? scopes, string? state = "state-1", string? clientId = null)
    {
        StringBuilder address = new("oauth/v2/authorize?client_id=" + Uri.EscapeDataString(clientId ?? Server.ClientId));
        foreach ((string name, string? value) in new[] { ("redirect_uri", redirectUri), ("user_scope", scopes), ("state", state) })
        {
            if (value is not null)
            {
                address.Append('&').Append(name).Append('=').Append(Uri.EscapeDataString(value));
            }
        }

        return address.ToString();
    }

    /// <summary>Allows as a robot does and gives the callback's query.</summary>
    public async Task<IReadOnlyDictionary<string, string>> DecideAsync(string address, params (string Name, string? Value)[] fields)
    {
        using FormUrlEncodedContent form = Form(fields);
        using HttpResponseMessage response = await Http.PostAsync(address, form, Cancellation);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect);
        return response.Headers.Location!.Query.TrimStart('?').Split('&').Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]), StringComparer.Ordinal);
    }

    public async Task<JsonElement> ExchangeAsync(string code, string? redirectUri, string? clientId = null, string? clientSecret = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/oauth.v2.access") { Content = Form(("code", code), ("redirect_uri", redirectUri)) };
        string credentials = $"{clientId ?? Server.ClientId}:{clientSecret ?? Server.ClientSecret}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using HttpResponseMessage response = await Http.SendAsync(request, Cancellation);
        return await ReadAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _handler.Dispose();
        await Server.DisposeAsync();
    }
}
