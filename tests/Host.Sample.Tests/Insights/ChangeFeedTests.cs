using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Tests.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Insights;

public sealed class ChangeFeedTests
{
    private const string Connector = "Home";

    private static readonly string?[] Ann = ["ann", "Ann", "member", null, "active", "1", "1.5", null, null];

    private readonly LedgerConnector _ledger = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_feed_applied_to_one_run_gives_the_other() =>
        await Gen.Select(LedgerDays.Several(2, 6), Gen.Int, Gen.Int).SampleAsync(
            async (days, one, other) =>
            {
                LedgerConnector ledger = new();
                await using var host = await StartAsync(ledger);
                List<long> runs = [0];

                foreach (var (rows, broken) in days)
                {
                    runs.Add(await RunAsync(host, ledger, rows, broken));
                }

                var (first, second) = ((int)((uint)one % runs.Count), (int)((uint)other % runs.Count));
                var (from, to) = first < second ? (runs[first], runs[second]) : first > second ? (runs[second], runs[first]) : (0, runs[^1]);
                var rowsThen = await RowsAsync(host, from);

                foreach (var line in await LinesAsync(host, from, to, new()))
                {
                    Apply(line, rowsThen);
                }

                Text(rowsThen).ShouldBe(Text(await RowsAsync(host, to)), $"from {from} to {to}");
            },
            iter: 25,
            threads: 1);

    [Theory]
    [InlineData(LedgerConnector.People, "ann,Ann,member,,deactivated,1,1.5,,", "account.left")]
    [InlineData(LedgerConnector.People, "ann,Ann,guest,flag,active,1,1.5,,", "account.type_changed")]
    [InlineData(LedgerConnector.People, "ann,Ann,member,flag,active,1,1.5,,", "account.changed")]
    [InlineData(LedgerConnector.People, "ann,Anna,member,,invited,1,1.5,,", "account.changed account.status_changed")]
    [InlineData(LedgerConnector.People, "", "account.left")]
    [InlineData(LedgerConnector.Seats, "ann,false", "seat.billing_changed")]
    [InlineData(LedgerConnector.Seats, "", "seat.removed")]
    [InlineData(LedgerConnector.Tools, "hammer,Hammer,true,[\"hit\"]", "app.disabled")]
    [InlineData(LedgerConnector.Tools, "hammer,Hammer,false,[]", "app.scopes_changed")]
    [InlineData(LedgerConnector.Tools, "", "app.removed")]
    [InlineData(LedgerConnector.Rooms, "attic,Attic,true", "space.archived")]
    [InlineData(LedgerConnector.Rooms, "attic,Loft,false", "space.changed")]
    [InlineData(LedgerConnector.Teams, "crew,Crew,true,1", "group.archived")]
    [InlineData(LedgerConnector.TeamMembers, "", "group.member_removed")]
    public async Task What_a_change_means_follows_from_subject_and_semantics(string stream, string now, string kinds)
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        var before = await RunAsync(host);
        var changed = Everything();
        changed[stream] = now.Length == 0 ? [] : [[.. now.Split(',').Select(value => value.Length == 0 ? null : value)]];
        Write(changed);
        var after = await RunAsync(host);

        string.Join(' ', (await EventsAsync(host, before, after)).Select(entry => entry.Kind).Order(StringComparer.Ordinal)).ShouldBe(kinds);
        Write(Everything());
        var back = await RunAsync(host);

        (await EventsAsync(host, before, back)).ShouldBeEmpty("what has changed back is no change");
        string.Join(' ', (await EventsAsync(host, after, back)).Select(entry => entry.Kind).Order(StringComparer.Ordinal)).ShouldBe(now.Length == 0 && stream == LedgerConnector.People ? "account.joined" : Undone(kinds));
    }

    [Fact]
    public async Task An_event_tells_who_when_and_both_values()
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        var before = await RunAsync(host);
        await RunAsync(host);
        var changed = Everything();
        changed[LedgerConnector.Seats] = [["ann", "false"]];
        Write(changed);
        var run = await RunAsync(host);
        var after = await RunAsync(host);

        var line = JsonNode.Parse((await LinesAsync(host, before, after, new())).Single())!;

        line["name"]!.GetValue<string>().ShouldBe("Ann");
        line["key"]!.GetValue<string>().ShouldBe("ann");
        line["old"]!.ToJsonString().ShouldBe("""{"billed":true}""");
        line["new"]!.ToJsonString().ShouldBe("""{"billed":false}""");
        line["run"]!.GetValue<long>().ShouldBe(run);
        line["from"]!["run"]!.GetValue<long>().ShouldBe(before);
        line["to"]!["at"]!.GetValue<string>().ShouldBe("2026-03-01T08:00:00.000Z");
    }

    [Fact]
    public async Task A_change_that_took_several_runs_names_none_and_a_gone_row_the_one_that_ended_it()
    {
        await using var host = await StartAsync(_ledger);
        List<long> runs = [];

        foreach (var size in (string?[])["1", "2", "3", null])
        {
            _ledger.Write(LedgerConnector.People, size is null ? [] : [["ann", "Ann", "member", null, "active", size, "1", null, null]]);
            runs.Add(await RunAsync(host));
        }

        (await EventsAsync(host, runs[0], runs[2])).Single().Run.ShouldBeNull();
        (await EventsAsync(host, runs[0], runs[1])).Single().Run.ShouldBe(runs[1]);
        (await EventsAsync(host, runs[0], runs[3])).Single().Run.ShouldBeNull();
        (await EventsAsync(host, runs[2], runs[3])).Single().Run.ShouldBe(runs[3]);
    }

    [Fact]
    public async Task Rows_of_a_stream_that_the_earlier_run_did_not_have_whole_may_be_older()
    {
        await using var host = await StartAsync(_ledger);
        _ledger.Broken.Add(LedgerConnector.People);
        _ledger.Write(LedgerConnector.People, [Ann]);
        var broken = await RunAsync(host);
        _ledger.Broken.Clear();
        _ledger.Write(LedgerConnector.People, [Ann, ["bob", .. Ann[1..]]]);
        var whole = await RunAsync(host);
        _ledger.Write(LedgerConnector.People, [Ann, ["bob", .. Ann[1..]], ["cid", .. Ann[1..]]]);
        var later = await RunAsync(host);

        (await EventsAsync(host, broken, whole)).Single().MayBeOlder.ShouldBeTrue();
        (await EventsAsync(host, whole, later)).Single().MayBeOlder.ShouldBeFalse();
        (await EventsAsync(host, 0, later)).ShouldAllBe(entry => entry.MayBeOlder);
    }

    [Fact]
    public async Task The_orchard_has_events_too_and_its_log_tells_of_applications()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync(Connector, new Dictionary<string, string> { ["rows"] = "400" }, Token);
        var first = await host.RunAsync(Connector, Token);
        await host.ChangeSettingsAsync(Connector, new Dictionary<string, string> { ["rows"] = "400", ["change"] = "1" }, Token);
        var second = await host.RunAsync(Connector, Token);

        var begun = (await EventsAsync(host, 0, first.Id)).Select(entry => entry.Kind).ToHashSet();
        var events = await EventsAsync(host, first.Id, second.Id);

        begun.ShouldContain("app.added");
        begun.ShouldContain("app.removed");
        begun.ShouldContain("space.added");
        begun.ShouldContain("space.member_added");
        begun.ShouldContain("account.joined");
        events.Select(entry => entry.Kind).ShouldContain("account.type_changed");
        events.Where(entry => entry is { StreamId: "growers", Change: RowChangeKind.Added }).ShouldAllBe(entry => !entry.MayBeOlder);
        events.ShouldAllBe(entry => FeedKind.All.Any(kind => kind.Name == entry.Kind));
    }

    [Fact]
    public async Task Kinds_and_streams_are_chosen_and_an_unknown_one_is_told()
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        var run = await RunAsync(host);

        (await LinesAsync(host, 0, run, new() { Kinds = ["group"] })).Count.ShouldBe(2);
        (await LinesAsync(host, 0, run, new() { Kinds = ["group.added"] })).Count.ShouldBe(1);
        (await LinesAsync(host, 0, run, new() { Streams = [LedgerConnector.People] })).Count.ShouldBe(1);
        (await Should.ThrowAsync<HostException>(() => LinesAsync(host, 0, run, new() { Kinds = ["grou"] }))).Problem.ShouldBe(HostProblem.Usage);
        (await Should.ThrowAsync<HostException>(() => LinesAsync(host, 0, run, new() { Streams = ["none"] }))).Problem.ShouldBe(HostProblem.NotFound);
    }

    [Fact]
    public async Task Moments_stand_for_the_runs_published_by_then()
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        await RunAsync(host);
        host.Clock.Advance(TimeSpan.FromDays(1));
        _ledger.Write(LedgerConnector.Rooms, []);
        await RunAsync(host);
        var feed = host.Get<ChangeFeed>();

        var open = await feed.OpenAsync(Connector, AsOf.Parse("2026-03-01", null), AsOf.Parse("2026-03-02", null), Token);
        var early = await Should.ThrowAsync<HostException>(() => feed.OpenAsync(Connector, AsOf.Parse("2026-02-01", null), default, Token));
        var unknown = await Should.ThrowAsync<HostException>(() => feed.OpenAsync(Connector, 99, default, Token));
        var reversed = await Should.ThrowAsync<HostException>(() => feed.OpenAsync(Connector, AsOf.Parse("2026-03-02", null), AsOf.Parse("2026-03-01", null), Token));

        (open.Span.FromRun, open.Span.ToRun).ShouldBe((1, 2));
        (early.Problem, unknown.Problem, reversed.Problem).ShouldBe((HostProblem.NotFound, HostProblem.NotFound, HostProblem.Usage));
        early.Message.ShouldContain("no inventory yet");
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task Comparing_looks_at_what_changed_and_scans_nothing()
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        await RunAsync(host);
        await RunAsync(host);
        var source = await host.Get<InventoryReader>().OpenAsync(Connector, default, Token);
        await using var connection = (SqliteConnection)await host.Get<HostStore>().ConnectAsync(1024, Token);

        foreach (var schema in source.Schemas)
        {
            foreach (var query in ChangeReader.Queries(source, schema, fromRun: 1))
            {
                await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The host's own text.
                command.CommandText = "EXPLAIN QUERY PLAN " + query;
#pragma warning restore CA2100
                command.Parameters.AddWithValue("@connector", 1);
                command.Parameters.AddWithValue("@from", 1);
                command.Parameters.AddWithValue("@to", 2);
                await using var reader = await command.ExecuteReaderAsync(Token);
                List<string> steps = [];

                while (await reader.ReadAsync(Token))
                {
                    steps.Add(reader.GetString(3));
                }

                // Either index by runs bounds the rows that are looked at; whatever else is read is looked up by key.
                steps.ShouldNotContain(step => step.StartsWith("SCAN", StringComparison.Ordinal) || step.Contains("TEMP B-TREE", StringComparison.Ordinal), query);
                steps.Where(step => step.StartsWith("SEARCH", StringComparison.Ordinal)).ShouldAllBe(
                    step => step.Contains("(connector_id=? AND from_run>? AND from_run<?)") || step.Contains("(connector_id=? AND to_run>? AND to_run<?)") || step.Contains("(connector_id=? AND row_key=?"), query);
            }
        }
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task A_table_of_an_earlier_version_of_the_host_gets_its_index_with_the_next_run()
    {
        await using var host = await StartAsync(_ledger);
        Write(Everything());
        await RunAsync(host);
        await host.Writer.WriteAsync(write => write.Execute("DROP INDEX \"orchard_people-from\""), Token);
        _ledger.Write(LedgerConnector.People, []);

        var without = await host.Get<InsightService>().ChangesAsync(Connector, 0, default, Token);
        await RunAsync(host);

        without.Streams.Single(stream => stream.StreamId == LedgerConnector.People).Added.ShouldBe(1);
        (await host.SqlAsync<long>("SELECT count(*) FROM sqlite_master WHERE name = 'orchard_people-from'", Token)).ShouldBe(1);
    }

    internal static async Task<TestHost> StartAsync(LedgerConnector ledger)
    {
        var host = await TestHost.StartAsync(new OrchardOpener(ledger), Token);
        await host.AddConnectorAsync(Connector, null, Token);
        await using var database = await host.DatabaseAsync(Token);
        await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.GuardJson, LedgerConnector.NoGuard), Token);

        return host;
    }

    internal static async Task<long> RunAsync(TestHost host, LedgerConnector ledger, Dictionary<string, List<string?[]>> rows, string[] broken)
    {
        foreach (var (stream, entries) in rows)
        {
            ledger.Write(stream, entries);
        }

        ledger.Broken.Clear();
        ledger.Broken.UnionWith(broken);

        return await RunAsync(host);
    }

    private static async Task<long> RunAsync(TestHost host)
    {
        var run = await host.RunAsync(Connector, Token);
        run.State.ShouldBe(RunState.Published, run.Message);

        return run.Id;
    }

    private static Dictionary<string, List<string?[]>> Everything() => new()
    {
        [LedgerConnector.People] = [Ann],
        [LedgerConnector.Seats] = [["ann", "true"]],
        [LedgerConnector.Teams] = [["crew", "Crew", "false", "1"]],
        [LedgerConnector.TeamMembers] = [["crew", "ann"]],
        [LedgerConnector.Tools] = [["hammer", "Hammer", "false", """["hit"]"""]],
        [LedgerConnector.Rooms] = [["attic", "Attic", "false"]],
    };

    private static string Undone(string kinds) => kinds switch
    {
        "account.left" => "account.reactivated",
        "app.disabled" => "app.enabled",
        "space.archived" => "space.restored",
        "group.archived" => "group.restored",
        _ => kinds.Replace("removed", "added", StringComparison.Ordinal),
    };

    private void Write(Dictionary<string, List<string?[]>> rows)
    {
        foreach (var (stream, entries) in rows)
        {
            _ledger.Write(stream, entries);
        }
    }

    private static async Task<List<FeedEvent>> EventsAsync(TestHost host, long from, long to)
    {
        var feed = host.Get<ChangeFeed>();

        return await feed.ReadAsync(await feed.OpenAsync(Connector, from, to, Token), new(), Token).ToListAsync(Token);
    }

    private static async Task<IReadOnlyList<string>> LinesAsync(TestHost host, long from, long to, FeedQuery query)
    {
        using MemoryStream written = new();
        var open = await host.Get<ChangeFeed>().OpenAsync(Connector, from, to, Token);
        await host.Get<FeedLines>().WriteAsync(open, query, written, Token);

        return Encoding.UTF8.GetString(written.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<SortedDictionary<string, JsonObject>> RowsAsync(TestHost host, long run)
    {
        SortedDictionary<string, JsonObject> rows = new(StringComparer.Ordinal);

        if (run == 0)
        {
            return rows;
        }

        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, run, Token);

        foreach (var schema in source.Schemas)
        {
            await foreach (var row in reader.RowsAsync(source, schema.Description.Id, new() { AsOf = run }, Token))
            {
                using MemoryStream written = new();
                await using (Utf8JsonWriter json = new(written))
                {
                    json.WriteStartObject();

                    foreach (var (position, column) in schema.Columns.Index())
                    {
                        json.WritePropertyName(column.Name);
                        InventoryExport.WriteValue(json, row.Values[position], column.Type);
                    }

                    json.WriteEndObject();
                }

                rows.Add($"{schema.Description.Id} {row.Key}", JsonNode.Parse(written.ToArray())!.AsObject());
            }
        }

        return rows;
    }

    private static void Apply(string line, SortedDictionary<string, JsonObject> rows)
    {
        var entry = JsonNode.Parse(line)!;
        var row = $"{entry["stream"]} {entry["key"]}";

        switch (entry["change"]!.GetValue<string>())
        {
            case "added":
                rows.Add(row, entry["new"]!.DeepClone().AsObject());
                break;
            case "removed":
                JsonNode.DeepEquals(rows[row], entry["old"]).ShouldBeTrue(line);
                rows.Remove(row);
                break;
            default:
                foreach (var (column, value) in entry["old"]!.AsObject())
                {
                    JsonNode.DeepEquals(rows[row][column], value).ShouldBeTrue(line);
                    JsonNode.DeepEquals(value, entry["new"]![column]).ShouldBeFalse(line);
                    rows[row][column] = entry["new"]![column]?.DeepClone();
                }

                break;
        }
    }

    private static string Text(SortedDictionary<string, JsonObject> rows) => string.Join('\n', rows.Select(row => $"{row.Key} {row.Value.ToJsonString()}"));
}
