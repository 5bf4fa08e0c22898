using System.Globalization;
using System.Text.Json;

namespace Benchmarks.EndToEnd;

/// <summary>The sandbox as a process: no rate limits, no delay.</summary>
internal sealed class Sandbox : IAsyncDisposable
{
    public const string Token = "xoxp-1-benchmark";

    private readonly ChildProcess _process;
    private readonly JsonElement _ready;

    private Sandbox(ChildProcess process, JsonElement ready)
    {
        _process = process;
        _ready = ready;
    }

    public Uri Address => new(_ready.GetProperty("address").GetString()!);

    public string ClientId => _ready.GetProperty("settings").GetProperty("client_id").GetString()!;

    public TimeSpan Processor => _process.Processor;

    public static async Task<Sandbox> StartAsync(int people, int channels, CancellationToken cancellationToken, int files = 300, string? now = "2026-03-02")
    {
        var many = people.ToString(CultureInfo.InvariantCulture);
        var process = ChildProcess.Start(
            "",
            HostProgram.Sandbox,
            ["--users", many, "--sign-ins", many, "--channels", channels.ToString(CultureInfo.InvariantCulture), "--files", files.ToString(CultureInfo.InvariantCulture), .. now is null ? [] : (string[])["--now", now], "--token", Token, "--stop-with-stdin"]);
        var line = await process.Output.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException("The sandbox ended before it was ready.");

        return new(process, JsonElement.Parse(line));
    }

    /// <summary>Lets a day pass.</summary>
    /// <returns>What changed, in the sandbox's words.</returns>
    public async Task<string> NextDayAsync(CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        using var answer = await http.PostAsync(new Uri(Address, "sandbox/next-day"), null, cancellationToken);

        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
