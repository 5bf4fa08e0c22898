using System.Net;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>Versions come and go under a host that serves, while runs are at work against the sandbox: nobody may notice.</summary>
public sealed class UpgradeTests
{
    private const int Connectors = 20;

    [Fact]
    public async Task Two_upgrades_and_a_rollback_under_load_change_no_run()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using TemporaryFolder data = new();
        using TemporaryFolder plugins = new();
        Install(plugins, "1.0.0");
        SandboxOptions workspace = new() { Users = 300, Channels = 40, Seed = 7, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero), Tokens = [new("xoxp-1-upgrade-test", Walk.Scopes)] };
        await using var sandbox = await SandboxServer.StartAsync(workspace, cancellationToken);
        await using var host = await Serving.StartAsync(data.Path, sandbox, cancellationToken, "--plugins", plugins.Path);
        await host.SendAsync(HttpMethod.Put, "api/endpoint-servers/local/features/slack", new { isEnabled = true }, cancellationToken);
        string[] names = [.. Enumerable.Range(1, Connectors + 1).Select(number => $"Workspace {number}")];

        foreach (var name in names)
        {
            await host.PostAsync(
                "api/connectors",
                new
                {
                    name,
                    pluginId = "slack",
                    texts = new { api_address = sandbox.Address, client_id = sandbox.ClientId, pace = "unpaced" },
                    secrets = new { token = "xoxp-1-upgrade-test" },
                },
                cancellationToken);
        }

        var undisturbed = UndisturbedRun.HashesOf(await EndAsync(host, await StartAsync(host, names[0], cancellationToken), cancellationToken));
        using CancellationTokenSource stopAsking = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var asking = AskAsync(host, stopAsking.Token);

        await RoundAsync("1.0.0", "1.1.0", () => InstallAsync("1.1.0"));
        await RoundAsync("1.1.0", "1.2.0", () => InstallAsync("1.2.0"));
        await RoundAsync("1.2.0", "1.1.0", () => host.PostAsync("api/plugins/slack/rollback", null, cancellationToken));

        await stopAsking.CancelAsync();
        (await asking).ShouldBeGreaterThan(0);

        async Task InstallAsync(string version)
        {
            Install(plugins, version);

            // Whoever looks at the plugins meets the new version.
            while (!(await host.GetAsync("api/plugins", cancellationToken)).EnumerateArray().Any(plugin =>
                plugin.GetProperty("version").GetString() == version && plugin.GetProperty("state").GetString() == "available"))
            {
                await Walk.MomentAsync(cancellationToken);
            }
        }

        async Task RoundAsync(string before, string after, Func<Task> change)
        {
            // Held back in the middle by the service itself, which asks for patience until it is told otherwise.
            await Walk.FaultsAsync(sandbox, cancellationToken, "users.list:1-*:429");
            List<long> running = [];

            foreach (var name in names.Skip(1))
            {
                running.Add(await StartAsync(host, name, cancellationToken));
            }

            foreach (var run in running)
            {
                await UntilAsync(host, run, found => found.GetProperty("pluginVersion").ValueKind is JsonValueKind.String, cancellationToken);
            }

            await change();
            var late = await StartAsync(host, names[0], cancellationToken);
            await UntilAsync(host, late, found => found.GetProperty("pluginVersion").ValueKind is JsonValueKind.String, cancellationToken);
            await Walk.FaultsAsync(sandbox, cancellationToken);

            foreach (var run in running)
            {
                await ShouldBeUndisturbedAsync(run, before);
            }

            await ShouldBeUndisturbedAsync(late, after);
        }

        async Task ShouldBeUndisturbedAsync(long run, string version)
        {
            var ended = await EndAsync(host, run, cancellationToken);
            ended.GetProperty("state").GetString().ShouldBe("published", ended.ToString());
            ended.GetProperty("pluginVersion").GetString().ShouldBe(version);
            UndisturbedRun.HashesOf(ended).ShouldBe(undisturbed);
        }
    }

    private static void Install(TemporaryFolder plugins, string version)
    {
        var built = Directory.EnumerateDirectories(HostProcess.BuiltPlugins("slack")).Single();
        var staged = Path.Combine(plugins.Path, $".{version}");

        foreach (var file in Directory.EnumerateFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(staged, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var manifest = Path.Combine(staged, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace($"\"version\": \"{Path.GetFileName(built)}\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
        Directory.CreateDirectory(Path.Combine(plugins.Path, "slack"));
        Directory.Move(staged, Path.Combine(plugins.Path, "slack", version));
    }

    /// <summary>Asks for pages all the time; every answer must be one.</summary>
    private static async Task<int> AskAsync(Serving host, CancellationToken cancellationToken)
    {
        var answers = 0;

        while (!cancellationToken.IsCancellationRequested)
        {
            foreach (var path in (string[])["api/plugins/slack", "api/connectors", "api/runs"])
            {
                using var answer = await host.AskAsync(HttpMethod.Get, path, null, CancellationToken.None);
                answer.StatusCode.ShouldBe(HttpStatusCode.OK, path);
                answers++;
            }

            await Walk.MomentAsync(CancellationToken.None);
        }

        return answers;
    }

    private static async Task<long> StartAsync(Serving host, string connector, CancellationToken cancellationToken) =>
        (await host.PostAsync($"api/connectors/{Uri.EscapeDataString(connector)}/runs", null, cancellationToken)).GetProperty("id").GetInt64();

    private static Task<JsonElement> EndAsync(Serving host, long run, CancellationToken cancellationToken) =>
        UntilAsync(host, run, found => found.GetProperty("state").GetString() is not ("queued" or "running"), cancellationToken);

    private static async Task<JsonElement> UntilAsync(Serving host, long run, Func<JsonElement, bool> isSo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var found = await host.GetAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"api/runs/{run}"), cancellationToken);

            if (isSo(found))
            {
                return found;
            }

            await Walk.MomentAsync(cancellationToken);
        }
    }
}
