using System.Globalization;

namespace Plugin.Sapling.Sandbox;

/// <summary>Plays the service: the same answers for the same options. Imports nothing of the plugin's.</summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxOptions _options;
    private int _day;

    private SandboxServer(WebApplication app, SandboxOptions options)
    {
        _app = app;
        _options = options;
    }

    public Uri Address => new(_app.Urls.Single());

    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{options.Port}"));
        var server = new SandboxServer(app, options);
        app.MapGet("/whoami", (HttpRequest request) => server.Guarded(request, () => Results.Json(new { tenant = "Sapling Nursery", account = "gardener" })));
        app.MapGet("/people", (HttpRequest request, string? cursor) => server.Guarded(request, () => server.People(cursor)));
        app.MapPost("/next-day", () => Interlocked.Increment(ref server._day));
        await app.StartAsync(cancellationToken);

        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Guarded(HttpRequest request, Func<IResult> answer) =>
        request.Headers.Authorization == $"Bearer {_options.Token}" ? answer() : Results.Json(new { error = "unauthorized" }, statusCode: StatusCodes.Status401Unauthorized);

    private IResult People(string? cursor)
    {
        var first = 0;

        if (cursor is not null && !(int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out first) && first < _options.People))
        {
            return Results.Json(new { error = "invalid_cursor" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var end = Math.Min(_options.People, first + _options.PageSize);

        return Results.Json(new
        {
            people = Enumerable.Range(first, end - first).Select(number => new { id = $"P{number:D6}", name = $"Person {number}", status = Status(number) }),
            next_cursor = end < _options.People ? end.ToString(CultureInfo.InvariantCulture) : null,
        });
    }

    // Each day another one in fifty is deactivated, so that a second run has something to show.
    private string Status(int number) => number % 50 <= _day ? "deactivated" : "active";
}
