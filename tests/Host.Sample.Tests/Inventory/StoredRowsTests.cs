using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Host.Sample.Tests.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Tests.Inventory;

/// <summary>What rows become in the store, run after run, against a list in memory.</summary>
public sealed class StoredRowsTests : IAsyncDisposable
{
    private readonly LedgerConnector _ledger = new();
    private TestHost? _host;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Texts_of_any_length_are_kept_as_they_came()
    {
        var host = await StartAsync();
        int[] lengths = [0, 1, 41, 42, 43, 127, 128, 8_191, 8_192, 65_535, 131_071, 131_072, 131_073, 300_000];
        _ledger.Write(LedgerConnector.People, lengths.Select(length => Person(length, Text(length))));

        var run = await host.RunAsync("Home", Token);

        (await host.SqlAsync<long>("SELECT count(*) FROM orchard_people", Token)).ShouldBe(lengths.Length);
        (await host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
    }

    /// <summary>Rows come, change, go, come again and come twice: the last of a run counts, and what the run says of them is what a list says.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Runs_leave_what_their_last_rows_say(int seed)
    {
        var host = await StartAsync();
        Random random = new(seed);
        Dictionary<string, string> known = [];

        for (var time = 0; time < 6; time++)
        {
            List<string?[]> rows = [.. Enumerable.Range(0, random.Next(1, 400)).Select(_ => Person(random.Next(300), $"name {random.Next(3)}"))];
            Dictionary<string, string> came = [];
            rows.ForEach(row => came[row[0]!] = row[1]!);
            _ledger.Write(LedgerConnector.People, rows);

            var run = await host.RunAsync("Home", Token);
            var stream = run.Streams.Single(entry => entry.StreamId == LedgerConnector.People);

            stream.Added.ShouldBe(came.Keys.Except(known.Keys).LongCount());
            stream.Changed.ShouldBe(came.LongCount(entry => known.TryGetValue(entry.Key, out var before) && before != entry.Value));
            stream.Removed.ShouldBe(known.Keys.Except(came.Keys).LongCount());
            (await host.SqlAsync<string>("SELECT group_concat(id || '=' || name, ',') FROM orchard_people WHERE to_run IS NULL", Token)).Split(',').ShouldBe(came.Select(entry => $"{entry.Key}={entry.Value}"), ignoreOrder: true);
            (await host.Get<RunVerification>().VerifyAsync(run.Id, null, Token)).Outcome.ShouldBe(VerificationOutcome.Proven);
            known = came;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }

    // Letters of one to four bytes.
    private static string Text(int letters) => string.Concat(Enumerable.Range(0, letters).Select(number => (number % 4) switch { 0 => "x", 1 => "ä", 2 => "€", _ => "𝄞" }));

    private static string?[] Person(int number, string name) => [$"p{number}", name, "member", null, "active", "1", "1.5", null, null];

    private async Task<TestHost> StartAsync()
    {
        _host = await TestHost.StartAsync(new OrchardOpener(_ledger), Token);
        await _host.AddConnectorAsync("Home", null, Token);
        await using var database = await _host.DatabaseAsync(Token);
        await database.Connectors.ExecuteUpdateAsync(set => set.SetProperty(connector => connector.GuardJson, LedgerConnector.NoGuard), Token);

        return _host;
    }
}
