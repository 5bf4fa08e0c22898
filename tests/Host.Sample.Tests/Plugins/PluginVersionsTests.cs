using System.Net;
using System.Net.Http.Json;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Plugins;

public sealed class PluginVersionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rollback_goes_back_to_the_version_before_and_stays_there_until_a_person_chooses()
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        host.Folders.InstallChameleon("1.1.0");
        (await host.RunAsync()).PluginVersion.ShouldBe("1.1.0");

        (await host.Versions.RollBackAsync("chameleon", Token)).Version.ShouldBe("1.0.0");

        (await host.RunAsync()).PluginVersion.ShouldBe("1.0.0");
        host.Folders.InstallChameleon("1.2.0");
        (await host.RunAsync()).PluginVersion.ShouldBe("1.0.0");
        host.Version("1.2.0").Reason.ShouldBe("Version 1.0.0 was chosen by a person.");
        await host.Versions.UseAsync("chameleon", PluginVersions.Newest, Token);
        (await host.RunAsync()).PluginVersion.ShouldBe("1.2.0");
        (await host.Get<AuditTrail>().ListAsync("plugin.", 0, 10, Token)).Entries.Select(entry => entry.Action).ShouldBe(["plugin.used", "plugin.rolled_back"]);
    }

    [Fact]
    public async Task What_a_person_has_chosen_holds_in_the_next_process_too()
    {
        await using var host = await ChameleonHost.StartAsync();
        host.Folders.InstallChameleon("1.1.0");
        await host.Versions.UseAsync("chameleon", "1.0.0", Token);

        await using PluginRooms next = new(host.Folders.Options);

        next.Catalog.Find("chameleon")!.Version.ShouldBe("1.0.0");
    }

    [Fact]
    public async Task The_doors_of_rest_say_what_is_and_refuse_what_cannot_be()
    {
        await using var host = await ChameleonHost.StartAsync();

        (await host.Client.PostAsync("/api/plugins/chameleon/rollback", null, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client.PostAsJsonAsync("/api/plugins/chameleon/use", new { version = "9.9.9" }, Token)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Client.PostAsync("/api/plugins/chameleon/versions/1.0.0/release", null, Token)).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await host.Client.PutAsJsonAsync("/api/plugins/chameleon/isolation", new { isIsolated = true }, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Catalog.Find("chameleon")!.IsolatedBecause.ShouldNotBeNull();
        (await host.Client.PutAsJsonAsync("/api/plugins/chameleon/isolation", new { isIsolated = false }, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
        host.Catalog.Find("chameleon")!.IsolatedBecause.ShouldBeNull();
    }

    [Fact]
    public async Task A_version_that_would_make_the_settings_of_a_connector_invalid_does_not_take_over_by_itself()
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        host.Folders.InstallChameleon("1.1.0", """{"needs":"size"}""");

        (await host.RunAsync()).PluginVersion.ShouldBe("1.0.0");

        host.Version("1.1.0").State.ShouldBe(PluginState.Broken);
        host.Version("1.1.0").Reason.ShouldNotBeNull().ShouldContain("'Home' would no longer be valid: The size is missing.");
        await host.Get<ConnectorService>().EditAsync(ChameleonHost.Connector, new() { Texts = new Dictionary<string, string?> { ["size"] = "small" } }, null, Token);
        (await host.Versions.ReleaseAsync("chameleon", "1.1.0", Token)).State.ShouldBe(PluginState.Available);
        (await host.RunAsync()).PluginVersion.ShouldBe("1.1.0");
    }

    [Fact]
    public async Task Settings_that_a_version_before_found_wrong_as_well_do_not_stand_in_the_way()
    {
        await using var host = await ChameleonHost.StartAsync();
        host.Folders.InstallChameleon("1.1.0", """{"needs":"size"}""");

        // A person may have it all the same: nothing stored is at stake.
        await host.Versions.UseAsync("chameleon", "1.1.0", Token);
        host.Serving.ShouldBe("1.1.0");
        host.Folders.InstallChameleon("1.2.0", """{"needs":"size","rows":4}""");
        await host.Versions.UseAsync("chameleon", PluginVersions.Newest, Token);

        host.Serving.ShouldBe("1.2.0");
    }

    [Fact]
    public async Task Columns_come_and_go_and_what_is_stored_stays_readable()
    {
        await using var host = await ChameleonHost.StartAsync();
        var first = await host.RunAsync();
        host.Folders.InstallChameleon("2.0.0", """{"columns":[{"name":"colour","type":"text"},{"name":"id","type":"text","isKey":true}]}""");

        var second = await host.RunAsync();

        second.State.ShouldBe(RunState.Published, second.Message);
        host.Version("2.0.0").Change.ShouldBe("The stream things gains colour. The stream things no longer brings seats; what is stored stays readable.");
        (await host.Client.GetStringAsync($"/api/connectors/{ChameleonHost.Connector}/inventory/things/rows?asOf={first.Id}", Token)).ShouldContain("\"seats\":\"2\"");
        (await host.SqlAsync("SELECT id, seats, colour FROM chameleon_things WHERE to_run IS NULL ORDER BY id")).ShouldBe(["0||none", "1||1", "2||2"]);
        await host.Versions.RollBackAsync("chameleon", Token);
        (await host.RunAsync()).State.ShouldBe(RunState.Published);
        (await host.SqlAsync("SELECT id, seats, colour FROM chameleon_things WHERE to_run IS NULL ORDER BY id")).ShouldBe(["0|none|", "1|1|", "2|2|"]);
        (await host.SqlAsync($"SELECT id, seats, colour FROM chameleon_things WHERE from_run = {second.Id} ORDER BY id")).ShouldBe(["0||none", "1||1", "2||2"]);
    }

    [Fact]
    public async Task A_version_that_writes_its_columns_in_another_order_changes_no_row()
    {
        await using var host = await ChameleonHost.StartAsync();
        var first = (await host.RunAsync()).Streams.Single();
        host.Folders.InstallChameleon("2.0.0", """{"columns":[{"name":"seats","type":"text"},{"name":"id","type":"text","isKey":true}]}""");

        var second = (await host.RunAsync()).Streams.Single();

        (second.Added, second.Changed, second.Removed, second.RowCount).ShouldBe((0, 0, 0, 3));
        second.RowSetHash.ShouldBe(first.RowSetHash);
    }

    [Theory]
    [InlineData("""{"columns":[{"name":"id","type":"text","isKey":true},{"name":"seats","type":"int64"}]}""", "The column seats of the stream things is stored as text and would be int64.")]
    [InlineData("""{"columns":[{"name":"id","type":"text"},{"name":"seats","type":"text","isKey":true}]}""", "tells its rows apart by seats, before by id")]
    [InlineData("""{"mode":"append"}""", "was a snapshot and is a append")]
    public async Task A_version_that_would_damage_what_is_stored_is_refused_whoever_asks_for_it(string looks, string reason)
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        host.Folders.InstallChameleon("2.0.0", looks);

        var wish = await Should.ThrowAsync<HostException>(() => host.Versions.UseAsync("chameleon", "2.0.0", Token));
        var run = await host.RunAsync();

        wish.Message.ShouldContain(reason);
        run.PluginVersion.ShouldBe("1.0.0");
        run.State.ShouldBe(RunState.Published);
        host.Version("2.0.0").Reason.ShouldNotBeNull().ShouldContain(reason);
    }

    [Fact]
    public async Task A_type_changes_by_a_declared_migration_and_there_is_no_way_back_to_a_version_before_it()
    {
        await using var host = await ChameleonHost.StartAsync();
        var first = await host.RunAsync();
        host.Folders.InstallChameleon(
            "2.0.0",
            """{"columns":[{"name":"id","type":"text","isKey":true},{"name":"seats","type":"int64"}]}""",
            """ "migrations": [{ "stream": "things", "column": "seats", "from": "text", "to": "int64" }] """);

        var second = await host.RunAsync();

        second.State.ShouldBe(RunState.Published, second.Message);
        second.PluginVersion.ShouldBe("2.0.0");
        (await host.SqlAsync($"SELECT id, seats, typeof(seats), seats_as_text FROM chameleon_things WHERE from_run = {first.Id} ORDER BY id")).ShouldBe(["0||null|none", "1|1|integer|1", "2|2|integer|2"]);
        (await host.SqlAsync("SELECT id, seats, seats_as_text FROM chameleon_things WHERE to_run IS NULL ORDER BY id")).ShouldBe(["0|0|", "1|1|", "2|2|"]);
        (await host.Client.GetStringAsync($"/api/connectors/{ChameleonHost.Connector}/inventory/things/rows?asOf={first.Id}", Token)).ShouldContain("\"seats_as_text\":\"none\"");
        var back = await Should.ThrowAsync<HostException>(() => host.Versions.RollBackAsync("chameleon", Token));
        back.Message.ShouldContain("The column seats of the stream things is stored as int64 and would be text.");
        host.Serving.ShouldBe("2.0.0");
    }

    [Fact]
    public async Task A_migration_waits_until_no_run_is_at_work()
    {
        await using var host = await ChameleonHost.StartAsync();
        await host.RunAsync();
        await host.SqlAsync("UPDATE runs SET state = 'Running' RETURNING id");
        host.Folders.InstallChameleon(
            "2.0.0",
            """{"columns":[{"name":"id","type":"text","isKey":true},{"name":"seats","type":"int64"}]}""",
            """ "migrations": [{ "stream": "things", "column": "seats", "from": "text", "to": "int64" }] """);

        await using (var session = await host.Get<LoadedPlugins>().OpenAsync("chameleon", Token))
        {
            session.Plugin.Version.ShouldBe("1.0.0");
        }

        // Another process, which has loaded nothing yet, takes up the run where it was.
        await using (var other = await HostRooms.OpenAsync(host.Folders.Options, new(), Token))
        await using (var session = await other.GetRequiredService<LoadedPlugins>().OpenAsync("chameleon", Token))
        {
            session.Plugin.Version.ShouldBe("1.0.0");
        }

        await host.SqlAsync("UPDATE runs SET state = 'Published' RETURNING id");
        await using var next = await host.Get<LoadedPlugins>().OpenAsync("chameleon", Token);
        next.Plugin.Version.ShouldBe("2.0.0");
    }
}
