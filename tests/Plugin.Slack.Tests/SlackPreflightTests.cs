using Plugin.Abstractions.Collection;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests;

/// <summary>The matrix of streams, scopes, plans and roles, asked of a sandbox over real sockets.</summary>
public sealed class SlackPreflightTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SlackPlan.Free, "Free", StreamAccess.NotOnThisPlan)]
    [InlineData(SlackPlan.Pro, "Pro or Business+", StreamAccess.Granted)]
    [InlineData(SlackPlan.BusinessPlus, "Pro or Business+", StreamAccess.Granted)]
    [InlineData(SlackPlan.Enterprise, "Enterprise", StreamAccess.Granted)]
    public async Task The_plan_decides_over_sign_ins_and_user_groups_and_nothing_else(SlackPlan plan, string told, StreamAccess access)
    {
        await using var sandbox = await StartAsync(options => options with { Plan = plan });
        using SlackTestBench bench = new(sandbox.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        report.Plan.ShouldBe(told);
        report.Streams.Where(line => line.Needs.Any(need => need.Kind is PreflightNeedKind.Plan)).Select(line => (line.StreamId, line.Access, line.Needs.Single(need => need.Kind is PreflightNeedKind.Plan).IsMet))
            .ShouldBe(new[] { "team_access_logs", "usergroups", "usergroups_users" }.Select(id => (id, access, (bool?)(access is StreamAccess.Granted))));
        report.Streams.Where(line => line.Access is not StreamAccess.Granted).Select(line => line.Access).Distinct().ShouldBe(access is StreamAccess.Granted ? [] : [access]);
        report.Streams.Where(line => line.Access is StreamAccess.NotOnThisPlan).ShouldAllBe(line => line.FixLink == new Uri("https://my.slack.com/plans"));
        (await IdentityPlanAsync(bench)).ShouldBe(plan is SlackPlan.Enterprise ? "Enterprise" : null);
    }

    public static TheoryData<string> Scopes => [.. Sandboxes.AllScopes];

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task A_scope_that_is_missing_costs_its_streams_and_is_named_with_the_page_to_mend_it(string scope)
    {
        await using var sandbox = await StartAsync(scopes: [.. Sandboxes.AllScopes.Append("users:read.email").Where(name => name != scope)]);
        using SlackTestBench bench = new(sandbox.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        var lacking = report.Streams.Where(line => line.Needs.Any(need => need is { Kind: PreflightNeedKind.Scope, IsMet: false })).ToList();
        lacking.ShouldNotBeEmpty();
        lacking.ShouldAllBe(line => line.Needs.Single(need => need.IsMet == false).Name == scope);
        var missing = report.Streams.Where(line => line.Access is StreamAccess.MissingScope).ToList();
        missing.ShouldAllBe(line => line.FixLink == new Uri("https://api.slack.com/apps") && line.Fix!.Contains("Authorize", StringComparison.Ordinal) && line.Code == "missing_scope");
        missing.Select(line => line.StreamId).Except(lacking.Select(line => line.StreamId)).ShouldBeEmpty();

        // im:history opens nothing unless the settings say so, and without channels:read no channel is known whose messages could be asked for.
        missing.Count.ShouldBeGreaterThanOrEqualTo(scope is "im:history" ? 0 : 1);
        report.Streams.Where(line => line.Access is StreamAccess.Unknown).Select(line => line.StreamId).ShouldBe(scope is "channels:read" ? ["conversations_history"] : []);
    }

    [Theory]
    [InlineData("no_permission", "no_permission", StreamAccess.RoleTooLow, false)]
    [InlineData("restricted_action", "restricted_action", StreamAccess.RoleTooLow, false)]
    [InlineData("missing_scope", "role_too_low", StreamAccess.RoleTooLow, false)]
    [InlineData("not_allowed_token_type", "not_allowed_token_type", StreamAccess.Unknown, null)]
    public async Task A_role_that_was_lowered_is_told_as_far_as_the_answer_tells_it(string answer, string code, StreamAccess access, bool? isMet)
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);
        await bench.PostAsync(sandbox, "installer", Cancellation, $"state=demoted&code={answer}");

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        report.Role.ShouldBe("member");
        var administrators = report.Streams.Where(line => line.Needs.Any(need => need.Kind == PreflightNeedKind.Role)).ToList();
        administrators.Select(line => line.StreamId).ShouldBe(["team_billable_info", "team_access_logs", "team_integration_logs", "apps"]);
        administrators.ShouldAllBe(line => line.Access == access && line.Code == code && line.Needs.Single(need => need.Kind == PreflightNeedKind.Role).IsMet == isMet);
        report.Streams.Except(administrators).ShouldAllBe(line => line.Access == StreamAccess.Granted);
    }

    [Fact]
    public async Task A_good_token_sees_everything_and_its_own_role()
    {
        await using var sandbox = await StartAsync();
        using SlackTestBench bench = new(sandbox.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        report.Role.ShouldBe("primary owner");
        report.Streams.ShouldAllBe(line => line.Access == StreamAccess.Granted && line.Fix == null && line.FixLink == null);
        report.Streams.SelectMany(line => line.Needs).ShouldAllBe(need => need.IsMet == true || need.Name == "users:read.email");
    }

    [Fact]
    public async Task Without_the_scope_for_people_the_role_is_not_guessed()
    {
        await using var sandbox = await StartAsync(scopes: ["team:read"]);
        using SlackTestBench bench = new(sandbox.Address);

        (await bench.Connector.PreflightAsync(bench.Context, Cancellation)).Role.ShouldBeNull();
    }

    [Fact]
    public async Task What_several_streams_ask_is_asked_once_and_no_id_is_invented()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        Answer(slack);
        using SlackTestBench bench = new(slack.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        string[] apart = ["conversations.list"];
        slack.Calls.GroupBy(call => call.Method).Where(method => method.Count() > 1).Select(method => method.Key).ShouldBe(apart);
        slack.FormsOf("conversations.list").Select(form => form["types"]).ShouldBe(["public_channel", "private_channel", "im", "mpim"], "each kind has a scope of its own");
        slack.FormsOf("conversations.history").Single()["channel"].ShouldBe("C17");
        slack.CallsOf("calls.info").ShouldBe(0);
        Line(report, "apps").Message.ShouldContain("another stream");
        Line(report, "users").Message.ShouldContain("1 call.");
        Line(report, "calls").Message.ShouldContain("not asked");
        slack.FormsOf("users.list").Single()["limit"].ShouldBe("1");
    }

    [Fact]
    public async Task Without_a_channel_the_messages_are_unknown_rather_than_asked_for_with_an_invented_one()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        Answer(slack);
        slack.Anew("conversations.list").On("conversations.list", """{"ok":true,"channels":[]}""");
        using SlackTestBench bench = new(slack.Address);

        var history = Line(await bench.Connector.PreflightAsync(bench.Context, Cancellation), "conversations_history");

        history.Access.ShouldBe(StreamAccess.Unknown);
        history.Message.ShouldContain("no public channel is known");
        slack.CallsOf("conversations.history").ShouldBe(0);
    }

    [Theory]
    [InlineData("A0123ABCD", "https://api.slack.com/apps/A0123ABCD/oauth")]
    [InlineData("A1/../../evil", "https://api.slack.com/apps")]
    [InlineData("", "https://api.slack.com/apps")]
    public async Task The_link_leads_to_the_apps_own_page_when_its_id_is_known_and_is_one(string app, string link)
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        Answer(slack, $",\"app_id\":\"{app}\"");
        slack.Anew("files.list").On("files.list", """{"ok":false,"error":"missing_scope","needed":"files:read"}""");
        using SlackTestBench bench = new(slack.Address);

        Line(await bench.Connector.PreflightAsync(bench.Context, Cancellation), "files").FixLink.ShouldBe(new Uri(link));
    }

    [Fact]
    public async Task Scopes_that_the_answers_do_not_tell_are_neither_met_nor_missing()
    {
        await using var slack = await ScriptedSlack.StartAsync(Cancellation);
        Answer(slack, scopes: false);
        using SlackTestBench bench = new(slack.Address);

        var report = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        report.GrantedScopes.ShouldBeNull();
        report.Streams.SelectMany(line => line.Needs).Where(need => need.Kind is PreflightNeedKind.Scope).ShouldAllBe(need => need.IsMet == null);
        Line(report, "calls").Access.ShouldBe(StreamAccess.Unknown);
    }

    [Fact]
    public async Task Scopes_that_a_new_consent_added_to_the_same_token_are_seen()
    {
        await using var sandbox = await StartAsync(scopes: ["users:read"]);
        using SlackTestBench bench = new(sandbox.Address);
        var before = await bench.Connector.PreflightAsync(bench.Context, Cancellation);
        await bench.PostAsync(sandbox, "scopes", Cancellation, "add=files:read");

        var after = await bench.Connector.PreflightAsync(bench.Context, Cancellation);

        Line(before, "files").Access.ShouldBe(StreamAccess.MissingScope);
        Line(after, "files").Access.ShouldBe(StreamAccess.Granted);
    }

    private static StreamPreflight Line(PreflightReport report, string stream) => report.Streams.Single(line => line.StreamId == stream);

    private static Task<SandboxServer> StartAsync(Func<SandboxOptions, SandboxOptions>? change = null, IReadOnlyList<string>? scopes = null) =>
        Sandboxes.StartAsync(Cancellation, options => (change?.Invoke(options) ?? options) with { Users = 60, Channels = 10 }, scopes);

    private static async Task<string?> IdentityPlanAsync(SlackTestBench bench) => (await bench.Connector.IdentifyAsync(bench.Context, Cancellation))!.Plan;

    private static void Answer(ScriptedSlack slack, string more = "", bool scopes = true)
    {
        var header = scopes ? [("x-oauth-scopes", string.Join(',', Sandboxes.AllScopes))] : Array.Empty<(string, string)>();
        slack.Anew("auth.test").On("auth.test", 200, $$"""{"ok":true,"url":"https://acme.slack.com/","team":"Acme","user":"grace","team_id":"T1","user_id":"U1"{{more}}}""", headers: header);
        slack.On("team.info", """{"ok":true,"team":{"id":"T1","name":"Acme"}}""")
            .On("team.profile.get", """{"ok":true,"profile":{"fields":[]}}""")
            .On("users.list", """{"ok":true,"members":[]}""")
            .On("users.info", """{"ok":true,"user":{"id":"U1"}}""")
            .On("users.profile.get", """{"ok":true,"profile":{}}""")
            .On("team.billableInfo", """{"ok":true,"billable_info":{}}""")
            .On("team.accessLogs", """{"ok":true,"logins":[]}""")
            .On("team.integrationLogs", """{"ok":true,"logs":[],"paging":{"count":1,"total":0,"page":1,"pages":0}}""")
            .On("conversations.list", """{"ok":true,"channels":[{"id":"C17"}]}""")
            .On("conversations.members", """{"ok":true,"members":["U1"]}""")
            .On("conversations.history", """{"ok":true,"messages":[]}""")
            .On("usergroups.list", """{"ok":true,"usergroups":[]}""")
            .On("files.list", """{"ok":true,"files":[],"paging":{"count":1,"total":0,"page":1,"pages":0}}""");
    }
}
