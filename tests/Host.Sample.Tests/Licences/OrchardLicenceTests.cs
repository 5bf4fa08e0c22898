using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Runs;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Licences;

/// <summary>Licences by REST, of a connector with other rules: unused seats are charged for until the term ends, and seats stand beside the accounts.</summary>
public sealed class OrchardLicenceTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private const string Licences = "/api/connectors/Home/licences";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_idle_seat_that_is_paid_for_all_the_same_is_saved_from_the_renewal_on()
    {
        await using var host = await OrchardAsync();
        await PutAsync(host, new { price = 4.2, currency = "CHF", period = "year", renewal = "2026-07-01" });

        var position = await GetAsync(host, $"{Licences}/position?take=1000");
        var report = await GetAsync(host, $"{Licences}/reclaim?take=1000");

        position.GetProperty("idleDays").GetInt32().ShouldBe(30);
        var rows = position.GetProperty("positions").EnumerateArray().ToList();
        rows.Count.ShouldBe(100);
        rows.ShouldAllBe(row => row.GetProperty("signals").GetArrayLength() == 1, "being charged proves no use here");
        rows.ShouldContain(row => Text(row, "status") == "idle");
        rows.ShouldContain(row => Text(row, "status") == "active");
        var saved = report.GetProperty("totals").EnumerateArray().Single(total => Text(total, "class") == "fromRenewal");
        saved.GetProperty("seats").GetInt64().ShouldBe(rows.Count(row => Text(row, "status") is "idle" or "neverSeen" && Text(row, "billed") == "yes"));
        saved.GetProperty("seats").GetInt64().ShouldBeGreaterThan(0);
        saved.GetProperty("amount").GetDecimal().ShouldBe(4.2m * saved.GetProperty("seats").GetInt64());
        report.GetProperty("totals").EnumerateArray().Where(total => Text(total, "class") != "fromRenewal").ShouldAllBe(total => total.GetProperty("seats").GetInt64() == 0);
        report.GetProperty("notCandidates").EnumerateArray().ShouldContain(other => Text(other, "words") == "guest: Guests of the orchard have no paid seat.");
    }

    [Fact]
    public async Task Groups_that_a_connector_does_not_have_cannot_be_left_out()
    {
        var host = await shared.HostAsync(OrchardAsync);

        var refused = await host.Client.PostAsJsonAsync($"{Licences}/exclusions", new { kind = "group", subjectId = "pickers", reason = "They pick" }, Token);

        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await DetailAsync(refused)).ShouldContain("There is no group 'pickers'");
    }

    [Theory]
    [InlineData("/position?status=sleepy", "no such value of 'status'")]
    [InlineData("/position?idleDays=0", "idle days cannot be used")]
    [InlineData("/reclaim?saving=much", "no such value of 'saving'")]
    [InlineData("/reclaim?take=100000", "'take' must be")]
    [InlineData("/position/export?format=pdf", "no such format")]
    [InlineData("/position?asOf=yesterday", "request")]
    public async Task Questions_that_are_nonsense_are_refused(string question, string says)
    {
        var host = await shared.HostAsync(OrchardAsync);

        var refused = await host.Client.GetAsync(Licences + question, Token);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await DetailAsync(refused)).ShouldContain(says);
    }

    [Fact]
    public async Task A_connector_that_has_not_run_has_no_position()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");

        var refused = await host.Client.GetAsync($"{Licences}/position", Token);

        refused.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await refused.Content.ReadAsStringAsync(Token)).ShouldContain("Run it");
    }

    [Fact]
    public async Task Readers_read_operators_exclude_and_administrators_price()
    {
        await using var host = await OrchardAsync();
        var keys = host.Get<AccessKeys>();
        using var reader = await ClientAsync(AccessRole.Reader);
        using var worker = await ClientAsync(AccessRole.Operator);
        object exclusion = new { kind = "account", subjectId = "G00000001", reason = "On leave" };

        (await reader.GetAsync($"{Licences}/reclaim", Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.PostAsJsonAsync($"{Licences}/exclusions", exclusion, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await worker.PostAsJsonAsync($"{Licences}/exclusions", exclusion, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await worker.PutAsJsonAsync($"{Licences}/terms", new { idleDays = 20 }, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        async Task<HttpClient> ClientAsync(AccessRole role)
        {
            HttpClient client = new() { BaseAddress = host.Door.Address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", (await keys.AddAsync(role.ToString(), role, null, Token)).Value);

            return client;
        }
    }

    private static async Task<WebFixture> OrchardAsync()
    {
        var host = await WebFixture.StartAsync(clock: new FakeTimeProvider(new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero)));
        await host.AddConnectorAsync("Home");
        var runs = host.Get<RunService>();
        await runs.ExecuteAsync((await runs.QueueAsync("Home", "test", isFull: false, Token)).Id, Token);

        return host;
    }

    private static async Task PutAsync(WebFixture host, object terms) => (await host.Client.PutAsJsonAsync($"{Licences}/terms", terms, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<JsonElement> GetAsync(WebFixture host, string path) => await host.Client.GetFromJsonAsync<JsonElement>(path, Token);

    private static async Task<string> DetailAsync(HttpResponseMessage refused) => (await refused.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("detail").GetString() ?? "";

    private static string Text(JsonElement row, string name) => row.GetProperty(name).GetString() ?? "";
}
