using System.Net.Http.Json;
using System.Text.Json;
using Benchmarks.EndToEnd;
using Host.Sample.Database;
using Host.Sample.Runs;
using Plugin.Slack.Sandbox;

namespace Benchmarks.Pacing;

/// <summary>A run against a Slack that enforces its tiers: how near it comes to the shortest time that they allow, and how often it is refused.</summary>
internal static class PacedRun
{
    private const string Token = "xoxp-1-paced";

    public static async Task<int> RunAsync(int people, int channels, int signIns, double factor, CancellationToken cancellationToken)
    {
        SandboxOptions tiers = new() { Users = people, Channels = channels, SignIns = signIns, Tokens = [new(Token, Scopes.Granted)], RateLimits = true };
        Figures.Write($"{people:N0} people, {channels:N0} channels, {signIns:N0} sign-ins; a minute lasts {60 / factor:0.#} s, times are Slack's own");
        await MeasureAsync("keeps its tiers", tiers, factor, cancellationToken);
        await MeasureAsync("bears a minute's calls at once", tiers with { Burst = 100 }, factor, cancellationToken);
        await MeasureAsync("gives four fifths of its tiers", tiers with { RateFactor = 0.8 }, factor, cancellationToken);

        return 0;
    }

    private static async Task MeasureAsync(string server, SandboxOptions options, double factor, CancellationToken cancellationToken)
    {
        // One clock for both: Retry-After is told in the server's seconds and waited out in the client's.
        FastClock clock = new();
        await using var sandbox = await SandboxServer.StartAsync(options with { TimeProvider = clock }, cancellationToken);
        await using var host = await PacedHost.OpenAsync(sandbox.Address, Token, clock, new Dictionary<string, string?>(), cancellationToken);

        // Loading and compiling the plugin has a deadline, which is not to be shortened.
        clock.Hurry(factor);
        var run = await host.RunAsync(cancellationToken);
        Figures.Write($"a server that {server}: {run.Verdict()}");
        var calls = await CallsAsync(sandbox, cancellationToken);
        var rates = (await host.EstimateAsync(cancellationToken)).Estimates.Where(estimate => estimate.CallsPerMinute is not null).GroupBy(estimate => estimate.Method).ToDictionary(method => method.Key, method => method.First().CallsPerMinute!.Value * options.RateFactor);
        var shortest = TimeSpan.Zero;

        foreach (var (method, (made, throttled, repeated)) in calls)
        {
            var bound = rates.TryGetValue(method, out var rate) ? TimeSpan.FromMinutes((made - throttled) / rate) : TimeSpan.Zero;
            shortest = bound > shortest ? bound : shortest;
            Figures.Write($"  {method,-24} {made,6:N0} calls, {throttled,3} refused, {repeated,3} pages asked for again, shortest {bound.TotalSeconds,7:F1} s");
        }

        var took = (run.EndedAt - run.StartedAt)!.Value;
        Figures.Write($"  wall time {took.TotalSeconds:F1} s, shortest possible {shortest.TotalSeconds:F1} s: {took / shortest:F3} times");

        // A day passes, and one channel of a hundred has other members.
        var before = Members(run);
        await ChangeAsync(sandbox, cancellationToken);
        var next = await host.RunAsync(cancellationToken);
        Figures.Write($"  then one channel of a hundred changes: {next.Verdict()}, member calls {before:N0} the first time, {Members(next):N0} the second: {(double)before / Members(next):F1} times fewer");
    }

    private static int Members(Run run) => run.Streams.Single(stream => stream.StreamId == "conversations_members").Calls;

    private static async Task<SortedDictionary<string, (long Calls, long Throttled, long Repeated)>> CallsAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        var answer = await http.GetFromJsonAsync<JsonElement>(new Uri(sandbox.Address, "sandbox/calls"), cancellationToken);

        return new(answer.EnumerateObject().ToDictionary(
            method => method.Name,
            method => (method.Value.GetProperty("calls").GetInt64(), method.Value.GetProperty("throttled").GetInt64(), method.Value.GetProperty("repeated_pages").GetInt64())));
    }

    private static async Task ChangeAsync(SandboxServer sandbox, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["members"] = "1" });
        using var answer = await http.PostAsync(new Uri(sandbox.Address, "sandbox/change"), form, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }
}
