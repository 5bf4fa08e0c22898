using System.Globalization;
using System.Net;
using System.Text.Json;
using Plugin.Slack.Sandbox;

namespace EndToEnd.Tests;

/// <summary>Who uses what is paid for and what could be taken back, with the service's own rules of billing, by the command line and by REST.</summary>
public sealed class LicenceTests
{
    private const string Token = "xoxp-1-licence-test";

    private static readonly SandboxOptions Workspace = new() { Users = 400, Channels = 10, Tokens = [new(Token, Walk.Scopes)] };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_class_of_saving_is_met_as_price_rules_and_idle_days_have_it()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace, Cancellation);
        await RunAsync(folder, sandbox);

        // Whom Slack does not charge for any more costs nothing; whom it charges for was there within 28 days.
        var position = await AskAsync(folder, "position", "--take", "1000");
        var rows = position.GetProperty("positions").EnumerateArray().ToList();
        position.GetProperty("idleDays").GetInt32().ShouldBe(28);
        position.GetProperty("counts").GetProperty("idle").GetInt64().ShouldBeGreaterThan(0);
        rows.ShouldAllBe(row => (Text(row, "status") == "noEvidence") == (Text(row, "status") != "active" && Text(row, "status") != "deactivated" && Text(row, "accountType").EndsWith("bot")), "only programs are not looked at");
        rows.Count(row => Text(row, "status") == "idle").ShouldBe(position.GetProperty("counts").GetProperty("idle").GetInt32());
        rows.ShouldAllBe(row => Text(row, "status") != "idle" || Text(row, "billed") == "no");
        rows.ShouldContain(row => Text(row, "accountTypeFrom") == "is_ultra_restricted");

        await AskAsync(folder, "terms", "--price", "8.75", "--currency", "usd", "--renewal", Later(300));
        var usual = await AskAsync(folder, "reclaim", "--take", "1000");
        Seats(usual, "nothingToday").ShouldBeGreaterThan(0);
        Seats(usual, "credit").ShouldBe(0);
        Total(usual, "nothingToday").GetProperty("amount").GetDecimal().ShouldBe(0);
        usual.GetProperty("notCandidates").EnumerateArray().Select(other => Text(other, "words")).ShouldContain("single_channel_guest: Slack charges nothing for guests of a single channel.");
        usual.GetProperty("notCandidates").EnumerateArray().Select(other => Text(other, "reason")).ShouldContain("administrative");
        usual.GetProperty("candidates").EnumerateArray().ShouldAllBe(row => Text(row, "confidence") == "high");

        // Fewer days: some are charged for still. Slack gives credit for them, a contract does not.
        var credit = await AskAsync(folder, "reclaim", "--idle-days", "14", "--take", "1000");
        Seats(credit, "credit").ShouldBeGreaterThan(0);
        var amount = Total(credit, "credit").GetProperty("amount").GetDecimal();
        amount.ShouldBe(credit.GetProperty("candidates").EnumerateArray().Where(row => Text(row, "class") == "credit").Sum(row => row.GetProperty("amount").GetDecimal()));
        amount.ShouldBeInRange(0.01m, 8.75m * Seats(credit, "credit"));
        await AskAsync(folder, "terms", "--contract");
        var contract = await AskAsync(folder, "reclaim", "--idle-days", "14", "--take", "1000");
        Seats(contract, "credit").ShouldBe(0);
        Total(contract, "fromRenewal").GetProperty("amount").GetDecimal().ShouldBe(8.75m * Seats(contract, "fromRenewal"));
        Seats(contract, "fromRenewal").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Members_of_a_group_are_left_out_and_taken_back_in()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace, Cancellation);
        await RunAsync(folder, sandbox);
        var before = Candidates(await AskAsync(folder, "reclaim", "--idle-days", "5", "--take", "1000"));
        var members = (await HostProcess.RunAsync(folder.Path, null, Cancellation, "inventory", "show", "Workspace", "usergroups_users", "--take", "1000", "--json")).ShouldSucceed().Json()
            .GetProperty("rows").EnumerateArray().Select(row => (Group: Text(row.GetProperty("values"), "usergroup_id"), Account: Text(row.GetProperty("values"), "user_id"))).ToLookup(row => row.Group, row => row.Account);
        var group = members.First(group => group.Any(before.Contains)).Key;

        await AskAsync(folder, "exclude", "--group", group, "--reason", "The works council decides first", "--until", Later(30));
        Candidates(await AskAsync(folder, "reclaim", "--idle-days", "5", "--take", "1000")).ShouldBe(before.Except(members[group]), ignoreOrder: true);
        var number = (await AskAsync(folder, "exclusions"))[0].GetProperty("id").GetInt32();
        (await HostProcess.RunAsync(folder.Path, null, Cancellation, "licences", "include", "Workspace", number.ToString(CultureInfo.InvariantCulture))).ShouldSucceed();
        Candidates(await AskAsync(folder, "reclaim", "--idle-days", "5", "--take", "1000")).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Without_sign_ins_nobody_is_called_idle_and_REST_says_what_to_do()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace with { Faults = ["team.accessLogs:1-*:paid_only"] }, Cancellation);
        await RunAsync(folder, sandbox);
        await using var host = await Serving.StartAsync(folder.Path, sandbox, Cancellation);

        var position = await host.GetAsync("/api/connectors/Workspace/licences/position?status=idle&status=never-seen", Cancellation);
        var report = await host.GetAsync("/api/connectors/Workspace/licences/reclaim", Cancellation);

        position.GetProperty("total").GetInt64().ShouldBe(0);
        position.GetProperty("counts").GetProperty("noEvidence").GetInt64().ShouldBeGreaterThan(0);
        position.GetProperty("whyUnknown").GetString().ShouldNotBeNull().ShouldContain("Sign-ins cannot be looked at");
        report.GetProperty("candidates").GetArrayLength().ShouldBe(0);
        report.GetProperty("unknown")[0].GetProperty("count").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task By_REST_prices_positions_reports_and_exclusions_are_had_as_by_the_command_line()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace, Cancellation);
        await RunAsync(folder, sandbox);
        await using var host = await Serving.StartAsync(folder.Path, sandbox, Cancellation);
        const string Licences = "/api/connectors/Workspace/licences";

        (await host.SendAsync(HttpMethod.Put, $"{Licences}/terms", new { price = 7.5, currency = "EUR", period = "month", renewal = Later(40) }, Cancellation)).GetProperty("terms").GetProperty("price").GetDecimal().ShouldBe(7.5m);
        await RefusedAsync(new { price = -1, currency = "EUR" }, HttpStatusCode.UnprocessableEntity, "more than 0");
        await RefusedAsync(new { price = "abc", currency = "EUR" }, HttpStatusCode.BadRequest, "$.price");
        await RefusedAsync(new { price = 5, currency = "XYZ" }, HttpStatusCode.UnprocessableEntity, "ISO 4217");
        await RefusedAsync(new { renewal = "2020-01-01" }, HttpStatusCode.UnprocessableEntity, "not in the future");
        await RefusedAsync(new { period = "fortnight" }, HttpStatusCode.BadRequest, "$.period");

        var report = await host.GetAsync($"{Licences}/reclaim?idleDays=14&take=1000", Cancellation);
        var account = Candidates(report).First();
        var one = await host.GetAsync($"{Licences}/position/{account}", Cancellation);
        one.GetProperty("positions")[0].GetProperty("signals").EnumerateArray().Select(signal => Text(signal, "streamId")).ShouldBe(["team_access_logs", "files", "conversations_history", "calls", "team_billable_info"], ignoreOrder: true);
        var excluded = await host.PostAsync($"{Licences}/exclusions", new { kind = "account", subjectId = account, reason = "On leave" }, Cancellation);
        Candidates(await host.GetAsync($"{Licences}/reclaim?idleDays=14&take=1000", Cancellation)).ShouldNotContain(account);
        await host.SendAsync(HttpMethod.Delete, $"{Licences}/exclusions/{excluded.GetProperty("id").GetInt32()}", null, Cancellation);

        (await host.Client.GetStringAsync(new Uri($"{Licences}/reclaim/export?idleDays=14&format=csv", UriKind.Relative), Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(report.GetProperty("total").GetInt32() + 1);
        (await host.Client.GetByteArrayAsync(new Uri($"{Licences}/reclaim/export?idleDays=14&format=xlsx", UriKind.Relative), Cancellation)).AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();
        (await host.Client.GetByteArrayAsync(new Uri($"{Licences}/position/export?format=xlsx", UriKind.Relative), Cancellation)).AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();
        using var unknown = await host.AskAsync(HttpMethod.Get, $"{Licences}/reclaim/export?format=pdf", null, Cancellation);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        async Task RefusedAsync(object terms, HttpStatusCode status, string says)
        {
            using var refused = await host.AskAsync(HttpMethod.Put, $"{Licences}/terms", terms, Cancellation);
            refused.StatusCode.ShouldBe(status);
            (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain(says);
        }
    }

    [Fact]
    public async Task Terms_that_are_nonsense_are_refused_in_a_sentence()
    {
        using var folder = new TemporaryFolder();
        await using var sandbox = await SandboxServer.StartAsync(Workspace with { Users = 10 }, Cancellation);
        await Walk.ConnectorAsync(folder.Path, sandbox, Token, Cancellation);

        await RefusedAsync(5, "more than 0", "--price", "-1", "--currency", "EUR");
        await RefusedAsync(2, "it takes a number such as 12.50", "--price", "abc", "--currency", "EUR");
        await RefusedAsync(5, "ISO 4217", "--price", "5", "--currency", "quid");
        await RefusedAsync(5, "needs its currency", "--price", "5");
        await RefusedAsync(5, "not in the future", "--renewal", "2020-01-01");
        await RefusedAsync(2, "it takes a day", "--renewal", "tomorrow");
        await RefusedAsync(2, "exclude each other", "--contract", "--standard");
        await RefusedAsync(2, "takes nothing beside it", "--forget", "--idle-days", "5");
        await RefusedAsync(2, "from 1 to 3,650", "--idle-days", "0");

        async Task RefusedAsync(int exitCode, string says, params string[] terms)
        {
            var refused = await HostProcess.RunAsync(folder.Path, null, Cancellation, ["licences", "terms", "Workspace", .. terms]);
            refused.ExitCode.ShouldBe(exitCode, refused.Output + refused.Errors);
            (refused.Output + refused.Errors).ShouldContain(says);
        }
    }

    private static async Task RunAsync(TemporaryFolder folder, SandboxServer sandbox)
    {
        await Walk.ConnectorAsync(folder.Path, sandbox, Token, Cancellation);
        (await HostProcess.RunAsync(folder.Path, null, Cancellation, Walk.Allowing(sandbox, "connectors", "run", "Workspace", "--json"))).ExitCode.ShouldBeOneOf(0, 11);
    }

    private static async Task<JsonElement> AskAsync(TemporaryFolder folder, string verb, params string[] options) =>
        (await HostProcess.RunAsync(folder.Path, null, Cancellation, ["licences", verb, "Workspace", .. options, "--json"])).ShouldSucceed().Json();

    private static HashSet<string> Candidates(JsonElement report) => [.. report.GetProperty("candidates").EnumerateArray().Select(row => Text(row.GetProperty("position"), "accountId"))];

    private static JsonElement Total(JsonElement report, string kind) => report.GetProperty("totals").EnumerateArray().Single(total => Text(total, "class") == kind);

    private static long Seats(JsonElement report, string kind) => Total(report, kind).GetProperty("seats").GetInt64();

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static string Later(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
