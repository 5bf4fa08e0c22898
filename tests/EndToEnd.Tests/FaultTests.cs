using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>What the service does wrong in the middle of a run: told stream by stream, and nothing is lost that was there.</summary>
public sealed class FaultTests(PreparedStore prepared) : IClassFixture<PreparedStore>
{
    [Fact]
    public async Task A_page_that_cannot_be_read_leaves_its_stream_partial_with_what_came_before()
    {
        var run = await RunAsync("users.list:3-*:truncate");

        run.ExitCode.ShouldBe(11, run.Errors);
        var users = Stream(run, "users");
        users.GetProperty("state").GetString().ShouldBe("partial");
        users.GetProperty("rowCount").GetInt64().ShouldBeInRange(1, 2_999);
        users.GetProperty("code").GetString().ShouldNotBeNullOrEmpty();
        users.GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("What came before was kept");
        users.GetProperty("fix").GetString().ShouldNotBeNullOrEmpty();
        Stream(run, "conversations").GetProperty("state").GetString().ShouldBe("complete");
        run.Json().GetProperty("verdict").GetString().ShouldBe("partial");
    }

    [Fact]
    public async Task What_the_plan_or_the_scopes_do_not_give_is_skipped_with_its_fix()
    {
        var run = await RunAsync("team.billableInfo:1-*:paid_only", "usergroups.list:1-*:missing_scope");

        run.ExitCode.ShouldBe(11, run.Errors);
        Stream(run, "team_billable_info").GetProperty("state").GetString().ShouldBe("skipped");
        Stream(run, "team_billable_info").GetProperty("code").GetString().ShouldBe("paid_only");
        Stream(run, "usergroups").GetProperty("code").GetString().ShouldBe("missing_scope");
        Stream(run, "usergroups").GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain("Authorize again");
        Stream(run, "users").GetProperty("state").GetString().ShouldBe("complete");
    }

    [Fact]
    public async Task A_stream_that_fails_tells_what_it_tried()
    {
        var run = await RunAsync("users.list:1-*:never_heard_of");

        run.ExitCode.ShouldBe(11, run.Errors);
        var users = Stream(run, "users");
        users.GetProperty("state").GetString().ShouldBe("failed");
        users.GetProperty("code").GetString().ShouldBe("never_heard_of");
        users.GetProperty("calls").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
        users.GetProperty("pages").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_token_that_is_revoked_stops_the_run_and_says_what_to_do()
    {
        var run = await RunAsync("*:4-*:token_revoked");

        run.ExitCode.ShouldBe(8, run.Errors);
        run.Json().GetProperty("state").GetString().ShouldBe("failed");
        run.Json().GetProperty("code").GetString().ShouldBe("token_revoked");
        run.Json().GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain("Authorize again");
    }

    private async Task<Finished> RunAsync(params string[] faults)
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = prepared.Folder.Copy();
        await Walk.FaultsAsync(prepared.Sandbox, token, faults);

        var run = await HostProcess.RunAsync(folder.Path, null, token, Walk.Allowing(prepared.Sandbox, "connectors", "run", "Workspace", "--json"));

        (await folder.EverythingAsync(token)).ShouldNotContain(PreparedStore.Token);

        return run;
    }

    private static JsonElement Stream(Finished run, string id) => run.Json().GetProperty("streams").EnumerateArray().Single(stream => stream.GetProperty("streamId").GetString() == id);
}
