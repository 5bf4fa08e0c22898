using Host.Sample.Database;
using Host.Sample.Runs.Guard;

namespace Host.Sample.Tests.Runs;

public sealed class PartedSnapshotTests
{
    private RoomsConnector _rooms = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_covered_part_what_did_not_come_is_gone_and_other_parts_stay()
    {
        await using var host = await StartAsync();
        Fill("kitchen", "ann", "bob");
        Fill("attic", "cid");
        await RunAsync(host, "attic", "kitchen");
        Fill("kitchen", "ann", "dee");
        _rooms.Rooms.Remove("attic");

        var run = await RunAsync(host, "kitchen");

        (await RowsAsync(host)).ShouldBe("attic/cid kitchen/ann kitchen/dee");
        run.Streams.Single().ShouldSatisfyAllConditions(
            stream => stream.State.ShouldBe(StreamState.Complete),
            stream => (stream.Added, stream.Changed, stream.Removed, stream.RowCount).ShouldBe((1, 0, 1, 3)));
    }

    [Fact]
    public async Task A_part_may_stand_anywhere_in_the_key()
    {
        _rooms = new(isPartLast: true);
        await using var host = await StartAsync();
        Fill("kitchen|west", "ann", "b|b");
        Fill("attic", "ann", "cid");
        await RunAsync(host, "attic", "kitchen|west");
        Fill("kitchen|west", "ann");
        Fill("attic", "dee");

        await RunAsync(host, "kitchen|west");

        (await RowsAsync(host)).ShouldBe("attic/ann attic/cid kitchen|west/ann");
    }

    [Fact]
    public async Task A_part_that_is_covered_without_rows_is_empty_afterwards()
    {
        await using var host = await StartAsync();
        Fill("attic", "cid");
        Fill("attic|west", "eve");
        await RunAsync(host, "attic", "attic|west");
        _rooms.Rooms.Clear();

        await RunAsync(host, "attic");

        // The key's own separator in a name does not confuse two rooms.
        (await RowsAsync(host)).ShouldBe("attic|west/eve");
    }

    [Fact]
    public async Task A_stream_that_breaks_off_has_brought_the_parts_that_it_covered_and_its_mark_is_gone_on_from()
    {
        await using var host = await StartAsync();
        Fill("attic", "cid");
        Fill("kitchen", "ann");
        await RunAsync(host, "attic", "kitchen");
        Fill("attic", "dee");
        Fill("kitchen", "eve");
        _rooms.BreaksOffAfter = 1;

        var run = await RunAsync(host, "attic", "kitchen");

        (await RowsAsync(host)).ShouldBe("attic/dee kitchen/ann");
        run.Streams.Single().State.ShouldBe(StreamState.Partial);
        _rooms.BreaksOffAfter = null;
        await RunAsync(host, "kitchen");
        _rooms.Request!.HighWaterMark.ShouldBe(new("partial"));
        _rooms.SeenBefore.ShouldBe(["attic/cid", "kitchen/ann"], "what the stream compares with is what it last knew completely");
    }

    [Fact]
    public async Task A_run_that_is_taken_up_again_knows_the_parts_that_were_covered_before()
    {
        await using var host = await StartAsync();
        Fill("attic", "cid");
        Fill("kitchen", "ann", "bob");
        await RunAsync(host, "attic", "kitchen");
        Fill("attic", "dee");
        Fill("kitchen", "bob");
        _rooms.Asked = ["attic", "kitchen"];
        using CancellationTokenSource killed = new();
        var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);

        await using (var dying = host.Another(new OrchardOpener(_rooms) { BeforePage = (_, page) => CancelAt(page, 2, killed) }))
        {
            await Should.ThrowAsync<OperationCanceledException>(dying.Runs.ExecuteAsync(run.Id, killed.Token));
        }

        (await host.Runs.ExecuteAsync(run.Id, Token)).State.ShouldBe(RunState.Published);
        (await RowsAsync(host)).ShouldBe("attic/dee kitchen/bob");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_is_asked_for_the_inventory_is_what_was_last_seen_of_each_part(int seed)
    {
        await using var host = await StartAsync();
        Random random = new(seed);
        string[] names = ["a", "a|b", @"a\b", "aa", "b", "Z"];
        SortedSet<string> expected = new(StringComparer.Ordinal);

        for (var round = 0; round < 8; round++)
        {
            foreach (var name in names)
            {
                Fill(name, [.. Enumerable.Range(0, 6).Where(_ => random.Next(3) == 0).Select(member => $"m{member}")]);
            }

            string[] asked = [.. names.Where(_ => random.Next(2) == 0)];
            _rooms.BreaksOffAfter = random.Next(4) == 0 ? random.Next(asked.Length + 1) : null;
            await RunAsync(host, asked);

            foreach (var room in asked.Take(_rooms.BreaksOffAfter ?? asked.Length))
            {
                expected.RemoveWhere(row => row.StartsWith($"{room}/", StringComparison.Ordinal));
                expected.UnionWith(_rooms.Rooms[room].Select(member => $"{room}/{member}"));
            }

            (await RowsAsync(host)).ShouldBe(string.Join(' ', expected), $"round {round}");
        }
    }

    private static void CancelAt(int page, int last, CancellationTokenSource killed)
    {
        if (page == last)
        {
            killed.Cancel();
        }
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(new OrchardOpener(_rooms), Token);

    private void Fill(string room, params string[] members) => _rooms.Rooms[room] = new(members, StringComparer.Ordinal);

    private async Task<Run> RunAsync(TestHost host, params string[] asked)
    {
        await using (var database = await host.DatabaseAsync(Token))
        {
            if (!database.Connectors.Any())
            {
                await host.AddConnectorAsync("Home", null, Token);

                // Rooms that empty are what these tests are about.
                await host.Get<GuardRules>().ChangeAsync("Home", isOn: false, null, new Dictionary<string, int?>(), [], Token);
            }
        }

        _rooms.Asked = asked;
        var run = await host.RunAsync("Home", Token);
        run.State.ShouldBe(RunState.Published, run.Message);

        return run;
    }

    private static async Task<string> RowsAsync(TestHost host) => await host.SqlAsync<string>(
        "SELECT coalesce(group_concat(line, ' '), '') FROM (SELECT room || '/' || member AS line FROM orchard_members WHERE to_run IS NULL ORDER BY line) lines", Token);
}
