using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;

namespace Host.Sample.Tests.Connectors;

public sealed class ConnectorServiceTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"name":""}""", "name", "required")]
    [InlineData("""{"name":"12"}""", "name", "only_digits")]
    [InlineData("""{"name":"N","texts":{"colour":"red"}}""", "colour", "unknown_setting")]
    [InlineData("""{"name":"N","texts":{"token":"in the clear"}}""", "token", "is_secret")]
    [InlineData("""{"name":"N","secrets":{"plan":"small"}}""", "plan", "is_no_secret")]
    [InlineData("""{"name":"N","texts":{"service_address":"ftp://x/"}}""", "service_address", "no_address")]
    [InlineData("""{"name":"N","texts":{"tool_shed":"a\nb"}}""", "tool_shed", "not_one_line")]
    [InlineData("""{"name":"N","texts":{"rows":"many"}}""", "rows", "not_in_range")]
    [InlineData("""{"name":"N","streams":["unicorns"]}""", "streams", "unknown_stream")]
    [InlineData("""{"name":"N"}""", "token", "missing")]
    public async Task What_cannot_be_used_is_named_with_its_field_before_and_at_saving(string draft, string field, string code)
    {
        var host = await shared.HostAsync();
        var body = JsonSerializer.Deserialize<Dictionary<string, object>>(draft)!;
        body["pluginId"] = "orchard";

        var validation = await host.Client.PostAsJsonAsync("/api/connectors/validate", body, Token);
        var saving = await host.Client.PostAsJsonAsync("/api/connectors", body, Token);

        Findings(await validation.Content.ReadFromJsonAsync<JsonElement>(Token)).ShouldContain((field, code));
        saving.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Findings(await Api.WebDoorTests.ProblemAsync(saving)).ShouldContain((field, code));
        (await host.Get<ConnectorService>().ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unknown_setting_is_told_with_those_that_are_known()
    {
        var host = await shared.HostAsync();

        var findings = await host.Get<ConnectorService>().ValidateAsync("orchard", new() { Name = "N", Texts = new Dictionary<string, string?> { ["colour"] = "red" } }, Token);

        findings.First(finding => finding.Setting == "colour").Message.ShouldContain("client_id");
    }

    [Fact]
    public async Task A_connector_is_added_read_changed_and_removed_over_rest()
    {
        await using var host = await WebFixture.StartAsync();

        var added = await host.Client.PostAsJsonAsync(
            "/api/connectors", new { name = "North", pluginId = "orchard", texts = new { plan = "small" }, secrets = new { token = "canary-token-1" } }, Token);
        added.StatusCode.ShouldBe(HttpStatusCode.Created);
        var tag = added.Headers.ETag!.Tag;

        var changed = await PatchAsync(host, "north", tag, new { texts = new { plan = "", rows = "5" } });
        var late = await PatchAsync(host, "North", tag, new { description = "late" });
        var read = await host.Client.GetFromJsonAsync<JsonElement>(added.Headers.Location, Token);
        var removed = await host.Client.DeleteAsync("/api/connectors/North", Token);
        var gone = await host.Client.GetAsync("/api/connectors/North", Token);

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        read.GetProperty("texts").ToString().ShouldBe("""{"rows":"5"}""");
        read.GetProperty("secretsSet").ToString().ShouldBe("""["token"]""");
        removed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        gone.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Names_are_unique_whatever_their_case()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");

        (await Should.ThrowAsync<HostException>(() => host.AddConnectorAsync("NORTH"))).Problem.ShouldBe(HostProblem.Conflict);
    }

    [Fact]
    public async Task A_secret_is_found_nowhere_but_in_the_plugins_hands()
    {
        const string canary = "canary-\"7f\\3e+9/ä-token";
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North", canary);

        var list = await host.Client.GetStringAsync("/api/connectors", Token);
        var report = await host.Client.PostAsync("/api/connectors/North/test", null, Token);
        host.Get<Microsoft.Extensions.Logging.ILoggerFactory>().CreateLogger("Careless").LogTheWorst(canary);
        var written = await host.EverythingWrittenAsync();

        report.StatusCode.ShouldBe(HttpStatusCode.OK);
        list.ShouldNotContain("canary");
        written.ShouldNotContain("canary");
        written.ShouldContain("Careless");
    }

    [Fact]
    public async Task Removing_a_connector_leaves_none_of_its_secrets()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");

        await host.Get<ConnectorService>().RemoveAsync("North", null, Token);

        await using var database = await host.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
        database.ConnectorSecrets.ShouldBeEmpty();
    }

    [Fact]
    public async Task Clearing_a_secret_takes_null_for_keep_and_empty_for_clear()
    {
        await using var host = await WebFixture.StartAsync();
        var connectors = host.Get<ConnectorService>();
        await connectors.AddAsync(
            new() { Name = "North", PluginId = "orchard", Secrets = new Dictionary<string, string?> { ["token"] = "a-token", ["client_secret"] = "a-client-secret" } }, Token);

        var kept = await connectors.EditAsync("North", new() { Secrets = new Dictionary<string, string?> { ["client_secret"] = null } }, null, Token);
        var cleared = await connectors.EditAsync("North", new() { Secrets = new Dictionary<string, string?> { ["client_secret"] = "" } }, null, Token);

        kept.SecretsSet.ShouldBe(["client_secret", "token"]);
        cleared.SecretsSet.ShouldBe(["token"]);
    }

    [Fact]
    public async Task The_folder_of_keys_is_the_owners_alone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows encrypts the keys for the account instead.");
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");

        var keys = Path.Combine(host.Folders.Data, "keys");
        Directory.EnumerateFiles(keys).ShouldNotBeEmpty();
#pragma warning disable CA1416 // Skipped there.
        File.GetUnixFileMode(keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
#pragma warning restore CA1416
    }

    private static List<(string?, string?)> Findings(JsonElement answer) =>
        [.. answer.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("setting").GetString(), finding.GetProperty("code").GetString()))];

    private static async Task<HttpResponseMessage> PatchAsync(WebFixture host, string name, string tag, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"/api/connectors/{name}") { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", tag);

        return await host.Client.SendAsync(request, Token);
    }
}
