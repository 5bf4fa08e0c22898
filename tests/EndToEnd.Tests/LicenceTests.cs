using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace EndToEnd.Tests;

/// <summary>
/// Who uses what is paid for and what could be taken back, with the service's own rules of billing, by the command line and by REST. One host serves all of
/// them; each test has a connector of its own, whose terms and exclusions are nobody else's.
/// </summary>
public sealed class LicenceTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_class_of_saving_is_met_as_price_rules_and_idle_days_have_it()
    {
        var connector = await RunAsync();

        // Whom Slack does not charge for any more costs nothing; whom it charges for was there within 28 days.
        var position = await AskAsync("position", connector, "--take", "1000");
        var rows = position.GetProperty("positions").EnumerateArray().ToList();
        position.GetProperty("idleDays").GetInt32().ShouldBe(28);
        position.GetProperty("counts").GetProperty("idle").GetInt64().ShouldBeGreaterThan(0);
        rows.ShouldAllBe(row => (Text(row, "status") == "noEvidence") == (Text(row, "status") != "active" && Text(row, "status") != "deactivated" && Text(row, "accountType").EndsWith("bot")), "only programs are not looked at");
        rows.Count(row => Text(row, "status") == "idle").ShouldBe(position.GetProperty("counts").GetProperty("idle").GetInt32());
        rows.ShouldAllBe(row => Text(row, "status") != "idle" || Text(row, "billed") == "no");
        rows.ShouldContain(row => Text(row, "accountTypeFrom") == "is_ultra_restricted");

        await AskAsync("terms", connector, "--price", "8.75", "--currency", "usd", "--renewal", Later(300));
        var usual = await AskAsync("reclaim", connector, "--take", "1000");
        Seats(usual, "nothingToday").ShouldBeGreaterThan(0);
        Seats(usual, "credit").ShouldBe(0);
        Total(usual, "nothingToday").GetProperty("amount").GetDecimal().ShouldBe(0);
        usual.GetProperty("notCandidates").EnumerateArray().Select(other => Text(other, "words")).ShouldContain("single_channel_guest: Slack charges nothing for guests of a single channel.");
        usual.GetProperty("notCandidates").EnumerateArray().Select(other => Text(other, "reason")).ShouldContain("administrative");
        usual.GetProperty("candidates").EnumerateArray().ShouldAllBe(row => Text(row, "confidence") == "high");

        // Fewer days: some are charged for still. Slack gives credit for them, a contract does not.
        var credit = await ReclaimAsync(connector, 14);
        Seats(credit, "credit").ShouldBeGreaterThan(0);
        var amount = Total(credit, "credit").GetProperty("amount").GetDecimal();
        amount.ShouldBe(credit.GetProperty("candidates").EnumerateArray().Where(row => Text(row, "class") == "credit").Sum(row => row.GetProperty("amount").GetDecimal()));
        amount.ShouldBeInRange(0.01m, 8.75m * Seats(credit, "credit"));
        await AskAsync("terms", connector, "--contract");
        var contract = await ReclaimAsync(connector, 14);
        Seats(contract, "credit").ShouldBe(0);
        Total(contract, "fromRenewal").GetProperty("amount").GetDecimal().ShouldBe(8.75m * Seats(contract, "fromRenewal"));
        Seats(contract, "fromRenewal").ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Members_of_a_group_are_left_out_and_taken_back_in()
    {
        var connector = await RunAsync();
        var before = Candidates(await AskAsync("reclaim", connector, "--idle-days", "5", "--take", "1000"));
        var members = (await shared.Rest.GetAsync($"/api/connectors/{connector}/inventory/usergroups_users/rows?take=1000", Cancellation))
            .GetProperty("rows").EnumerateArray().Select(row => (Group: Text(row.GetProperty("values"), "usergroup_id"), Account: Text(row.GetProperty("values"), "user_id"))).ToLookup(row => row.Group, row => row.Account);
        var group = members.First(group => group.Any(before.Contains)).Key;

        await AskAsync("exclude", connector, "--group", group, "--reason", "The works council decides first", "--until", Later(30));
        Candidates(await ReclaimAsync(connector, 5)).ShouldBe(before.Except(members[group]), ignoreOrder: true);
        var number = (await AskAsync("exclusions", connector))[0].GetProperty("id").GetInt32();
        (await HostProcess.RunAsync(shared.DataFolder, null, Cancellation, "licences", "include", connector, number.ToString(CultureInfo.InvariantCulture))).ShouldSucceed();
        Candidates(await ReclaimAsync(connector, 5)).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public async Task Without_sign_ins_nobody_is_called_idle_and_REST_says_what_to_do()
    {
        var host = shared.Rest;
        var connector = await RunAsync("team.accessLogs:1-*:paid_only");

        var position = await host.GetAsync($"/api/connectors/{connector}/licences/position?status=idle&status=never-seen", Cancellation);
        var report = await host.GetAsync($"/api/connectors/{connector}/licences/reclaim", Cancellation);

        position.GetProperty("total").GetInt64().ShouldBe(0);
        position.GetProperty("counts").GetProperty("noEvidence").GetInt64().ShouldBeGreaterThan(0);
        position.GetProperty("whyUnknown").GetString().ShouldNotBeNull().ShouldContain("Sign-ins cannot be looked at");
        report.GetProperty("candidates").GetArrayLength().ShouldBe(0);
        report.GetProperty("unknown")[0].GetProperty("count").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task By_REST_prices_positions_reports_and_exclusions_are_had_as_by_the_command_line()
    {
        var host = shared.Rest;
        var licences = $"/api/connectors/{await RunAsync()}/licences";

        (await host.SendAsync(HttpMethod.Put, $"{licences}/terms", new { price = 7.5, currency = "EUR", period = "month", renewal = Later(40) }, Cancellation)).GetProperty("terms").GetProperty("price").GetDecimal().ShouldBe(7.5m);
        await RefusedAsync(new { price = -1, currency = "EUR" }, HttpStatusCode.UnprocessableEntity, "more than 0");
        await RefusedAsync(new { price = "abc", currency = "EUR" }, HttpStatusCode.BadRequest, "$.price");
        await RefusedAsync(new { price = 5, currency = "XYZ" }, HttpStatusCode.UnprocessableEntity, "ISO 4217");
        await RefusedAsync(new { renewal = "2020-01-01" }, HttpStatusCode.UnprocessableEntity, "not in the future");
        await RefusedAsync(new { period = "fortnight" }, HttpStatusCode.BadRequest, "$.period");

        var report = await host.GetAsync($"{licences}/reclaim?idleDays=14&take=1000", Cancellation);
        var account = Candidates(report).First();
        var one = await host.GetAsync($"{licences}/position/{account}", Cancellation);
        one.GetProperty("positions")[0].GetProperty("signals").EnumerateArray().Select(signal => Text(signal, "streamId")).ShouldBe(["team_access_logs", "files", "conversations_history", "calls", "team_billable_info"], ignoreOrder: true);
        var excluded = await host.PostAsync($"{licences}/exclusions", new { kind = "account", subjectId = account, reason = "On leave" }, Cancellation);
        Candidates(await host.GetAsync($"{licences}/reclaim?idleDays=14&take=1000", Cancellation)).ShouldNotContain(account);
        await host.SendAsync(HttpMethod.Delete, $"{licences}/exclusions/{excluded.GetProperty("id").GetInt32()}", null, Cancellation);

        (await host.Client.GetStringAsync(new Uri($"{licences}/reclaim/export?idleDays=14&format=csv", UriKind.Relative), Cancellation)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(report.GetProperty("total").GetInt32() + 1);
        (await host.Client.GetByteArrayAsync(new Uri($"{licences}/reclaim/export?idleDays=14&format=xlsx", UriKind.Relative), Cancellation)).AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();
        (await host.Client.GetByteArrayAsync(new Uri($"{licences}/position/export?format=xlsx", UriKind.Relative), Cancellation)).AsSpan(0, 2).SequenceEqual("PK"u8).ShouldBeTrue();
        using var unknown = await host.AskAsync(HttpMethod.Get, $"{licences}/reclaim/export?format=pdf", null, Cancellation);
        unknown.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        async Task RefusedAsync(object terms, HttpStatusCode status, string says)
        {
            using var refused = await host.AskAsync(HttpMethod.Put, $"{licences}/terms", terms, Cancellation);
            refused.StatusCode.ShouldBe(status);
            (await refused.Content.ReadAsStringAsync(Cancellation)).ShouldContain(says);
        }
    }

    [Fact]
    public async Task Terms_that_are_nonsense_are_refused_in_a_sentence()
    {
        var connector = await ConnectorAsync();

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
            var refused = await HostProcess.RunAsync(shared.DataFolder, null, Cancellation, ["licences", "terms", connector, .. terms]);
            refused.ExitCode.ShouldBe(exitCode, refused.Output + refused.Errors);
            (refused.Output + refused.Errors).ShouldContain(says);
        }
    }

    private async Task<string> ConnectorAsync([CallerMemberName] string test = "")
    {
        await shared.Rest.ConnectorAsync(shared.Sandbox, SharedHost.Token, Cancellation, test);

        return test;
    }

    /// <summary>A connector of the test's own, after a run.</summary>
    private async Task<string> RunAsync(string? fault = null, [CallerMemberName] string test = "")
    {
        var connector = await ConnectorAsync(test);
        await Walk.FaultsAsync(shared.Sandbox, Cancellation, fault is null ? [] : [fault]);
        await shared.Rest.RunAsync(connector, Cancellation);

        return connector;
    }

    private async Task<JsonElement> AskAsync(string verb, string connector, params string[] options) =>
        (await HostProcess.RunAsync(shared.DataFolder, null, Cancellation, ["licences", verb, connector, .. options, "--json"])).ShouldSucceed().Json();

    private Task<JsonElement> ReclaimAsync(string connector, int idleDays) =>
        shared.Rest.GetAsync($"/api/connectors/{connector}/licences/reclaim?idleDays={idleDays}&take=1000", Cancellation);

    private static HashSet<string> Candidates(JsonElement report) => [.. report.GetProperty("candidates").EnumerateArray().Select(row => Text(row.GetProperty("position"), "accountId"))];

    private static JsonElement Total(JsonElement report, string kind) => report.GetProperty("totals").EnumerateArray().Single(total => Text(total, "class") == kind);

    private static long Seats(JsonElement report, string kind) => Total(report, kind).GetProperty("seats").GetInt64();

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";

    private static string Later(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
