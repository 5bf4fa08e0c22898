using Plugin.Abstractions.Collection;
using Plugin.Conformance.Bench;
using Plugin.Orchard;

namespace Plugin.Abstractions.Tests.Orchard;

/// <summary>A day passes: about one in a hundred leaves, joins, changes.</summary>
public sealed class OrchardDayTests
{
    private const int Rows = 1_000;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Each_day_one_in_a_hundred_leaves_joins_and_changes(int days)
    {
        var before = await GrowersAsync(0);
        var after = await GrowersAsync(days);

        before.Keys.Except(after.Keys).Count().ShouldBe(days * Rows / 100);
        after.Keys.Except(before.Keys).Count().ShouldBe(days * Rows / 100);

        // Some whose slot comes up are head growers already.
        before.Count(pair => after.TryGetValue(pair.Key, out var row) && row != pair.Value).ShouldBeInRange(days * Rows / 200, days * Rows / 100);
    }

    [Fact]
    public async Task A_log_goes_on_from_its_mark_with_what_the_day_brought()
    {
        await using var first = Session(0);
        await using var second = Session(1);

        var before = await first.CollectAsync(new() { StreamId = "harvests" }, TestContext.Current.CancellationToken);
        var after = await second.CollectAsync(new() { StreamId = "harvests", HighWaterMark = before.End.HighWaterMark }, TestContext.Current.CancellationToken);

        before.Rows.Count().ShouldBe(2 * Rows);
        after.Rows.Count().ShouldBe(Rows / 10);
        after.RowTexts.Intersect(before.RowTexts).ShouldBeEmpty();
        after.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_log_is_in_the_order_of_time()
    {
        await using var session = Session(3);

        var harvests = await session.CollectAsync(new() { StreamId = "harvests" }, TestContext.Current.CancellationToken);

        harvests.Rows.Select(row => (DateTimeOffset)row[4]!).ShouldBeInOrder();
    }

    [Fact]
    public async Task Another_seed_grows_another_orchard()
    {
        await using var one = new BenchSession(new OrchardPlugin(), SomeOrchard.Settings(("seed", "1")), SomeOrchard.DeadHttp, TimeProvider.System);
        await using var other = new BenchSession(new OrchardPlugin(), SomeOrchard.Settings(("seed", "2")), SomeOrchard.DeadHttp, TimeProvider.System);

        var first = await one.CollectAsync(new() { StreamId = "growers" }, TestContext.Current.CancellationToken);
        var second = await other.CollectAsync(new() { StreamId = "growers" }, TestContext.Current.CancellationToken);

        second.RowTexts.ShouldNotBe(first.RowTexts);
    }

    private static async Task<Dictionary<string, string>> GrowersAsync(int day)
    {
        await using var session = Session(day);
        var growers = await session.CollectAsync(new() { StreamId = "growers" }, TestContext.Current.CancellationToken);

        return growers.Rows.ToDictionary(row => (string)row[0]!, CollectedStream.ToText);
    }

    private static BenchSession Session(int day) => new(
        new OrchardPlugin(),
        SomeOrchard.Settings(("rows", $"{Rows}"), ("page_size", "333"), ("change", $"{day}")),
        SomeOrchard.DeadHttp,
        TimeProvider.System);
}
