using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Health;

/// <summary>What balancers and people are told of a host that is not well.</summary>
public sealed class HealthTests
{
    private const string FutureMigration = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Future', '99.0.0')";

    private static readonly string[] Checks = ["store", "schema", "clock", "disk", "keys", "plugins", "runs"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_host_that_is_well_is_ready_and_says_what_was_looked_at()
    {
        await using var host = await WebFixture.StartAsync();

        var (status, health) = await AskAsync(host.Anonymous);

        (status, health.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "ready"));
        health.GetProperty("checks").EnumerateArray().Select(check => (check.GetProperty("name").GetString(), check.GetProperty("status").GetString())).ShouldBe(Checks.Select(name => ((string?)name, (string?)"healthy")));
    }

    [Fact]
    public async Task A_disk_with_little_room_is_told_and_keeps_nobody_from_working()
    {
        await using var host = await WebFixture.StartAsync(options => options with { LowDiskBytes = long.MaxValue });
        await host.AddConnectorAsync("Orchard");
        var run = await host.Get<RunService>().QueueAsync("Orchard", "test", isFull: false, Token);
        var ended = await host.Get<RunService>().ExecuteAsync(run.Id, Token);

        var (status, health) = await AskAsync(host.Anonymous);

        (status, health.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "degraded"));
        Check(health, "disk").GetProperty("reason").GetString().ShouldBe("The disk of the data folder has little room left.");
        ended.State.ShouldBe(RunState.Published);
    }

    [Fact]
    public async Task Paths_and_names_are_for_those_with_a_key()
    {
        await using var host = await WebFixture.StartAsync(options => options with { LowDiskBytes = long.MaxValue });

        var (_, toAnybody) = await AskAsync(host.Anonymous);
        var (_, toOurs) = await AskAsync(host.Client);

        toAnybody.GetRawText().ShouldNotContain(host.Folders.Data);
        Check(toOurs, "disk").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(host.Folders.Data);
    }

    [Fact]
    public async Task A_store_of_a_newer_version_makes_the_host_unready()
    {
        await using var host = await WebFixture.StartAsync();
        await host.TellStoreAsync(FutureMigration);

        var (status, health) = await AskAsync(host.Client);

        (status, health.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.ServiceUnavailable, "unready"));
        Check(health, "schema").GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("newer version");
        Check(health, "schema").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("29991231000000_Future");
        Check(health, "store").GetProperty("status").GetString().ShouldBe("healthy");
    }

    [Fact]
    public async Task Keys_that_are_gone_make_the_host_unready_before_it_is_restarted()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Orchard");

        foreach (var key in Directory.EnumerateFiles(host.Folders.Options.KeyFolder, "*.xml"))
        {
            File.Delete(key);
        }

        var (status, health) = await AskAsync(host.Client);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Check(health, "keys").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(host.Folders.Options.KeyFolder);
        Check(health, "keys").GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain("backup");
    }

    [Fact]
    public async Task A_secret_that_the_keys_do_not_open_makes_the_host_unready()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Orchard");

        await using (var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token))
        {
            await database.ConnectorSecrets.ExecuteUpdateAsync(set => set.SetProperty(secret => secret.ProtectedValue, new byte[] { 0, 17, 34, 51, 68, 85, 102, 119, 136, 153 }), Token);
        }

        var (status, health) = await AskAsync(host.Anonymous);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Check(health, "keys").GetProperty("reason").GetString().ShouldBe("Stored secrets cannot be decrypted.");
    }

    [Fact]
    public async Task A_plugin_that_is_gone_is_told_and_the_host_goes_on()
    {
        await using var host = await WebFixture.StartAsync();
        Directory.Delete(Path.Combine(host.Folders.Plugins, "orchard"), recursive: true);

        var (status, health) = await AskAsync(host.Client);

        (status, health.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "degraded"));
        Check(health, "plugins").GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("'orchard'");
        Check((await AskAsync(host.Anonymous)).Health, "plugins").GetRawText().ShouldNotContain("orchard");
    }

    [Fact]
    public async Task A_store_that_somebody_else_holds_is_told_and_is_no_reason_to_send_nobody()
    {
        await using var host = await WebFixture.StartAsync();
        var store = host.Get<HostStore>();
        await using var other = await store.ConnectAsync(1024, Token);
        await using var holding = store.BeginWrite(other, null);

        var (status, health) = await AskAsync(host.Anonymous);

        (status, health.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "degraded"));
        Check(health, "store").GetProperty("status").GetString().ShouldBe("degraded");
    }

    [Fact]
    public async Task A_host_that_comes_to_a_halt_is_no_longer_ready()
    {
        await using var host = await WebFixture.StartAsync();
        host.Get<RunHalt>().Ask();

        var (status, health) = await AskAsync(host.Anonymous);

        status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Check(health, "runs").GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("stopping");
    }

    [Fact]
    public async Task However_often_it_is_asked_for_it_is_looked_at_once_a_second()
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await WebFixture.StartAsync(clock: clock);
        (await AskAsync(host.Anonymous)).Status.ShouldBe(HttpStatusCode.OK);
        await host.TellStoreAsync(FutureMigration);

        (await AskAsync(host.Anonymous)).Status.ShouldBe(HttpStatusCode.OK);
        clock.Advance(TimeSpan.FromSeconds(1));
        (await AskAsync(host.Anonymous)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    private static JsonElement Check(JsonElement health, string name) => health.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);

    private static async Task<(HttpStatusCode Status, JsonElement Health)> AskAsync(HttpClient client)
    {
        var answer = await client.GetAsync("/health/ready", Token);

        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Token));
    }
}
