using System.Net;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>By REST a person, or a program, can do all that the command line can.</summary>
public sealed class RestTests
{
    private static readonly SandboxOptions Workspace = new() { Users = 120, Channels = 20, Now = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero) };

    [Fact]
    public async Task The_whole_walk_is_done_by_REST_alone()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace, token);
        await using var host = await Serving.StartAsync(folder.Path, sandbox, token);

        // What is there.
        (await host.GetAsync("/api/plugins", token))[0].GetProperty("state").GetString().ShouldBe("available");
        (await host.GetAsync("/api/endpoint-servers", token))[0].GetProperty("name").GetString().ShouldBe("local");
        var described = await host.GetAsync("/api/plugins/slack", token);
        described.GetProperty("redirectUri").GetString().ShouldBe(new Uri(host.Address, "/cmp/AuthorizeSlackConnector").AbsoluteUri);
        described.GetProperty("setupLink").GetString().ShouldNotBeNull().ShouldStartWith("https://api.slack.com/apps");

        // Not before the feature is enabled.
        object connector = Connector(sandbox);
        using (var refused = await host.AskAsync(HttpMethod.Post, "/api/connectors", connector, token))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await host.SendAsync(HttpMethod.Put, "/api/endpoint-servers/local/features/Slack%20Connector", new { isEnabled = true }, token)).GetProperty("isEnabled").GetBoolean().ShouldBeTrue();
        (await host.GetAsync("/api/endpoint-servers/local/features", token))[0].GetProperty("isEnabled").GetBoolean().ShouldBeTrue();

        // Connect.
        (await host.PostAsync("/api/connectors/validate", connector, token)).GetProperty("findings").GetArrayLength().ShouldBe(0);
        var made = await host.PostAsync("/api/connectors", connector, token);
        made.ToString().ShouldNotContain(sandbox.ClientSecret);
        await AuthorizeAsync(host, token);
        (await host.PostAsync("/api/connectors/Workspace/test", null, token)).GetProperty("streams").EnumerateArray().ShouldAllBe(stream => stream.GetProperty("access").GetString() == "granted");

        // Run, and watch.
        var first = await host.RunAsync("Workspace", token);
        first.GetProperty("verdict").GetString().ShouldBe("complete");
        (await host.GetAsync("/api/connectors/Workspace/runs", token))[0].GetProperty("id").GetInt64().ShouldBe(first.GetProperty("id").GetInt64());

        // Read.
        (await host.GetAsync("/api/connectors/Workspace/inventory", token)).GetArrayLength().ShouldBe(12);
        var page = await host.GetAsync("/api/connectors/Workspace/inventory/users/rows?take=5&sort=display_name&filter=account_status%3Dactive", token);
        page.GetProperty("rows").GetArrayLength().ShouldBe(5);
        page.GetProperty("total").GetInt64().ShouldBeInRange(6, 120);
        var key = page.GetProperty("rows")[0].GetProperty("key").GetString()!;
        (await host.GetAsync($"/api/connectors/Workspace/inventory/users/history?key={Uri.EscapeDataString(key)}", token)).GetArrayLength().ShouldBe(1);
        (await host.Client.GetStringAsync(new Uri("/api/connectors/Workspace/inventory/users/export?format=csv", UriKind.Relative), token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(121);
        (await host.Client.GetStringAsync(new Uri("/api/connectors/Workspace/inventory/users/export?format=jsonl", UriKind.Relative), token)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(120);
        (await host.GetAsync("/api/connectors/Workspace/summary", token)).GetProperty("accounts").GetProperty("total").GetInt64().ShouldBe(120);

        // A day later.
        await Walk.NextDayAsync(sandbox, token);
        await host.RunAsync("Workspace", token);
        (await host.GetAsync("/api/connectors/Workspace/changes", token)).GetProperty("streams").EnumerateArray().Sum(stream => stream.GetProperty("added").GetInt64()).ShouldBeGreaterThan(0);
        (await host.GetAsync("/api/connectors/Workspace/changes/users", token)).GetArrayLength().ShouldBeGreaterThan(0);

        // Change, switch off, remove.
        (await host.SendAsync(HttpMethod.Patch, "/api/connectors/Workspace", new { description = "By REST." }, token)).GetProperty("description").GetString().ShouldBe("By REST.");
        await host.SendAsync(HttpMethod.Put, "/api/endpoint-servers/local/features/slack", new { isEnabled = false }, token);
        using (var refused = await host.AskAsync(HttpMethod.Post, "/api/connectors/Workspace/runs", null, token))
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        await host.SendAsync(HttpMethod.Delete, "/api/connectors/Workspace", null, token);
        (await host.GetAsync("/api/connectors", token)).GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_run_is_cancelled_by_REST_and_leaves_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace with { Faults = ["users.list:1:hang"], Tokens = [new("xoxp-1-rest-test", Walk.Scopes)] }, token);
        await using var host = await Serving.StartAsync(folder.Path, sandbox, token);
        await host.ConnectorAsync(sandbox, "xoxp-1-rest-test", token);
        var run = (await host.PostAsync("/api/connectors/Workspace/runs", null, token)).GetProperty("id").GetInt64();

        using (var second = await host.AskAsync(HttpMethod.Post, "/api/connectors/Workspace/runs", null, token))
        {
            second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await second.Content.ReadAsStringAsync(token)).ShouldContain($"run {run}");
        }

        await host.PostAsync($"/api/runs/{run}/cancel", null, token);
        var ended = await host.WatchAsync(run, token);

        ended.ShouldBe("cancelled");
        using var inventory = await host.AskAsync(HttpMethod.Get, "/api/connectors/Workspace/inventory", null, token);
        inventory.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    internal static object Connector(SandboxServer sandbox) => new
    {
        name = "Workspace",
        pluginId = "slack",
        texts = new { client_id = sandbox.ClientId, api_address = sandbox.Address, pace = "unpaced" },
        secrets = new { client_secret = sandbox.ClientSecret },
    };

    /// <summary>Consents, and gives back the consent page's address.</summary>
    internal static async Task<Uri> AuthorizeAsync(RestDoor host, CancellationToken cancellationToken)
    {
        var begun = await host.PostAsync("/api/connectors/Workspace/authorization", null, cancellationToken);
        Uri page = new(begun.GetProperty("consentUrl").GetString()!);
        using var answer = await Walk.ConsentAsync(page, "allow", cancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.GetAsync($"/api/authorizations/{begun.GetProperty("id").GetString()}", cancellationToken)).GetProperty("state").GetString().ShouldBe("granted");

        return page;
    }
}
