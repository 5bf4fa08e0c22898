using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Access;

namespace Host.Sample.Tests.Api;

/// <summary>Schedules over REST, as programs meet them.</summary>
public sealed class ScheduleApiTests
{
    private const string Address = "api/connectors/Home/schedule";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_schedule_is_set_read_paused_resumed_and_removed()
    {
        await using var host = await StartAsync();

        (await SendAsync(host, HttpMethod.Get, Address)).Status.ShouldBe(HttpStatusCode.NotFound);
        var set = await SendAsync(host, HttpMethod.Put, Address, new { cron = "0 2 * * *", timeZone = "Europe/London", jitterMinutes = 10, quietFrom = "08:00", quietTo = "18:00", whenMissed = "wait" });
        set.Status.ShouldBe(HttpStatusCode.OK, set.Body.ToString());
        set.Body.GetProperty("words").GetString().ShouldBe("Every day at 02:00, Europe/London, up to 10 minutes later, not between 08:00 and 18:00");
        var read = (await SendAsync(host, HttpMethod.Get, Address)).Body;
        read.GetProperty("times").GetArrayLength().ShouldBe(5);
        read.GetProperty("schedule").GetProperty("whenMissed").GetString().ShouldBe("wait");
        read.GetProperty("schedule").GetProperty("cron").GetString().ShouldBe("0 0 2 * * ?");
        read.GetProperty("schedule").GetProperty("nextAt").GetDateTimeOffset().ShouldBe(read.GetProperty("times")[0].GetDateTimeOffset());

        (await SendAsync(host, HttpMethod.Post, $"{Address}/pause")).Body.GetProperty("isPaused").GetBoolean().ShouldBeTrue();
        (await SendAsync(host, HttpMethod.Get, Address)).Body.GetProperty("times").GetArrayLength().ShouldBe(0);
        (await SendAsync(host, HttpMethod.Post, $"{Address}/resume")).Body.GetProperty("isPaused").GetBoolean().ShouldBeFalse();
        (await SendAsync(host, HttpMethod.Get, "api/schedules")).Body.GetArrayLength().ShouldBe(1);
        (await SendAsync(host, HttpMethod.Delete, Address)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await SendAsync(host, HttpMethod.Delete, Address)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_preview_says_what_would_happen_and_stores_nothing()
    {
        await using var host = await StartAsync();

        var preview = await SendAsync(host, HttpMethod.Post, $"{Address}/preview", new { everyMinutes = 90, timeZone = "UTC" });

        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Body.ToString());
        preview.Body.GetProperty("words").GetString().ShouldBe("Every 1 hour 30 minutes");
        preview.Body.GetProperty("times").GetArrayLength().ShouldBe(5);
        (await SendAsync(host, HttpMethod.Get, Address)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_wrong_is_told_field_by_field()
    {
        await using var host = await StartAsync();

        var refused = await SendAsync(host, HttpMethod.Put, Address, new { cron = "nightly", timeZone = "Atlantis", jitterMinutes = -3, quietFrom = "late" });

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Body.GetProperty("type").GetString().ShouldBe("urn:connector-host:invalid");
        refused.Body.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("setting").GetString())
            .ShouldBe(["timeZone", "cron", "quietFrom", "quietTo", "jitterMinutes"]);
        (await SendAsync(host, HttpMethod.Put, Address, new { cron = "0 2 * * *", everyMinutes = 60, timeZone = "UTC" })).Body.GetProperty("detail").GetString()!.ShouldContain("not both");
        (await SendAsync(host, HttpMethod.Put, Address, new { cron = "0 2 * * *", timeZone = "UTC", whenMissed = "sometimes" })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await SendAsync(host, HttpMethod.Put, Address, new { cron = "0 2 * * *", timeZone = "UTC", revision = 4 })).Status.ShouldBe(HttpStatusCode.Conflict);
        (await SendAsync(host, HttpMethod.Put, "api/connectors/Nobody/schedule", new { cron = "0 2 * * *", timeZone = "UTC" })).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_reader_reads_and_changes_nothing_and_nobody_reads_without_a_key()
    {
        await using var host = await StartAsync();
        (await SendAsync(host, HttpMethod.Put, Address, new { cron = "0 2 * * *", timeZone = "UTC" })).Status.ShouldBe(HttpStatusCode.OK);
        var key = await host.Get<AccessKeys>().AddAsync("reader", AccessRole.Reader, null, Token);
        using HttpClient reader = new() { BaseAddress = host.Door.Address };
        reader.DefaultRequestHeaders.Authorization = new("Bearer", key.Value);

        (await reader.GetAsync(new Uri(Address, UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await reader.PostAsync(new Uri($"{Address}/pause", UriKind.Relative), null, Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await reader.DeleteAsync(new Uri(Address, UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Anonymous.GetAsync(new Uri(Address, UriKind.Relative), Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_description_of_the_addresses_names_them()
    {
        await using var host = await StartAsync();

        var paths = (await host.Anonymous.GetFromJsonAsync<JsonElement>(new Uri("openapi/v1.json", UriKind.Relative), Token)).GetProperty("paths");

        paths.GetProperty("/api/connectors/{connector}/schedule").EnumerateObject().Select(method => method.Name).ShouldBe(["get", "put", "delete"], ignoreOrder: true);
        paths.TryGetProperty("/api/connectors/{connector}/schedule/preview", out _).ShouldBeTrue();
    }

    private static async Task<WebFixture> StartAsync()
    {
        var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Home");

        return host;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(WebFixture host, HttpMethod method, string address, object? body = null)
    {
        using HttpRequestMessage request = new(method, new Uri(address, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await host.Client.SendAsync(request, Token);
        var text = await answer.Content.ReadAsStringAsync(Token);

        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
