using System.Net.Http.Json;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace Benchmarks.EndToEnd;

/// <summary>The host's program killed without warning at points that chance decides, each time taken up again: whether it ends as if nothing had happened.</summary>
internal static class KillRun
{
    private const string Token = "xoxp-1-kills";
    private const string Connector = "Benchmark";
    private const int MostMilliseconds = 40;

    public static async Task<int> RunAsync(int times, int seed, CancellationToken cancellationToken)
    {
        SandboxOptions workspace = new() { Users = 500, Channels = 100, Messages = 1, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new(Token, Scopes.Granted)] };
        await using var sandbox = await SandboxServer.StartAsync(workspace, cancellationToken);
        using HttpClient http = new() { BaseAddress = new(sandbox.Address, "sandbox/") };
        var prepared = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        Random random = new(seed);
        var (equal, resumed, repeated) = (0, 0, 0L);

        try
        {
            await PrepareAsync(prepared, sandbox, cancellationToken);
            var (hashes, calls, _) = await UndisturbedAsync(prepared, sandbox, http, cancellationToken);
            Figures.Write($"undisturbed: {calls:N0} calls, {hashes.Length} streams; {times} kills, seed {seed}");

            for (var kill = 0; kill < times; kill++)
            {
                var folder = Copy(prepared);

                try
                {
                    await http.PostAsync("calls/clear", null, cancellationToken);
                    await KillAsync(folder, sandbox, http, random.NextInt64(calls + 1), random.Next(MostMilliseconds), cancellationToken);
                    var run = await FinishAsync(folder, sandbox, cancellationToken);
                    equal += Hashes(run).SequenceEqual(hashes) ? 1 : 0;
                    resumed += run.GetProperty("resumes").GetInt32() > 0 ? 1 : 0;
                    repeated = Math.Max(repeated, (await CallsAsync(http, cancellationToken)).Max(method => method.Value.GetProperty("repeated_pages").GetInt64()));
                }
                finally
                {
                    Directory.Delete(folder, recursive: true);
                }
            }
        }
        finally
        {
            Directory.Delete(prepared, recursive: true);
        }

        Figures.Write($"{equal} of {times} ended with the hashes of the undisturbed run, {resumed} of them taken up again in the middle; at most {repeated} page of a method was asked for again");

        return equal == times ? 0 : 1;
    }

    private static async Task PrepareAsync(string folder, SandboxServer sandbox, CancellationToken cancellationToken)
    {
        await using (var enable = ChildProcess.Start(folder, HostProgram.File, ["features", "enable", "slack"]))
        {
            await enable.FinishAsync(cancellationToken);
        }

        string[] all = ["team_info", "team_profile", "users", "users_profile", "team_billable_info", "team_access_logs", "team_integration_logs", "apps", "conversations", "conversations_members", "direct_conversations", "usergroups", "usergroups_users", "files", "conversations_history", "calls"];
        await using var add = ChildProcess.Start(
            folder,
            HostProgram.File,
            ["connectors", "add", Connector, "--plugin", "slack", "--set", $"api_address={sandbox.Address}", "--set", "pace=unpaced", "--secret", "token", .. all.SelectMany(stream => new[] { "--stream", stream })]);
        await add.Input.WriteLineAsync(Token);
        await add.FinishAsync(cancellationToken);
    }

    private static async Task<(string[] Hashes, long Calls, JsonElement Run)> UndisturbedAsync(string prepared, SandboxServer sandbox, HttpClient http, CancellationToken cancellationToken)
    {
        var folder = Copy(prepared);

        try
        {
            await http.PostAsync("calls/clear", null, cancellationToken);
            var run = await FinishAsync(folder, sandbox, cancellationToken);

            return (Hashes(run), (await CallsAsync(http, cancellationToken)).Sum(method => method.Value.GetProperty("calls").GetInt64()), run);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task KillAsync(string folder, SandboxServer sandbox, HttpClient http, long calls, int milliseconds, CancellationToken cancellationToken)
    {
        // Disposing kills it.
        await using var host = Start(folder, sandbox);

        while (!host.HasExited && (await CallsAsync(http, cancellationToken)).Sum(method => method.Value.GetProperty("calls").GetInt64()) < calls)
        {
        }

        await Task.Delay(milliseconds, cancellationToken);
    }

    private static async Task<JsonElement> FinishAsync(string folder, SandboxServer sandbox, CancellationToken cancellationToken)
    {
        await using var host = Start(folder, sandbox);

        // Ended already when the kill came too late: then the next run is another one, of the same workspace and so of the same rows.
        return JsonElement.Parse(await host.FinishAsync(cancellationToken, 0, 11));
    }

    private static ChildProcess Start(string folder, SandboxServer sandbox) => ChildProcess.Start(
        folder, HostProgram.File, ["connectors", "run", Connector, "--json", "--allow-origin", sandbox.Address.GetLeftPart(UriPartial.Authority)]);

    private static async Task<Dictionary<string, JsonElement>> CallsAsync(HttpClient http, CancellationToken cancellationToken) =>
        (await http.GetFromJsonAsync<JsonElement>("calls", cancellationToken)).EnumerateObject().ToDictionary(method => method.Name, method => method.Value);

    private static string[] Hashes(JsonElement run) =>
        [.. run.GetProperty("streams").EnumerateArray().Select(stream => $"{stream.GetProperty("streamId").GetString()} {stream.GetProperty("rowSetHash").GetString()}")];

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("benchmarks-").FullName;

        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
