using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Insights;

public sealed class RowHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_history_of_each_row_tells_what_the_runs_did_to_it()
    {
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings(0), Token, ["growers"]);
        var first = await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", Settings(1), Token);
        var second = await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", Settings(0), Token);
        var third = await host.RunAsync("Home", Token);
        var reader = host.Get<InventoryReader>();
        var schema = InventoryReader.Schema(await reader.OpenAsync("Home", null, Token), "growers");

        foreach (var change in await host.Get<InsightService>().RowChangesAsync("Home", "growers", first.Id, second.Id, int.MaxValue, Token).ToListAsync(Token))
        {
            var story = RowHistory.Of(await reader.RowHistoryAsync("Home", "growers", change.Key, default, Token), schema);
            var of = story.Single(entry => entry.RunId == second.Id);

            of.Kind.ShouldBe(change.Kind, change.Key);
            of.Columns.ShouldBe(change.Columns);

            // The third run finds everything as the first has left it.
            story[0].RunId.ShouldBe(third.Id);
            story.Select(entry => entry.Kind).ShouldBe(change.Kind switch
            {
                RowChangeKind.Added => [RowChangeKind.Removed, RowChangeKind.Added],
                RowChangeKind.Removed => [RowChangeKind.Added, RowChangeKind.Removed, RowChangeKind.Added],
                _ => [RowChangeKind.Changed, RowChangeKind.Changed, RowChangeKind.Added],
            });
        }

        second.Streams.Single().Added.ShouldNotBe(0);
        second.Streams.Single().Removed.ShouldNotBe(0);
        second.Streams.Single().Changed.ShouldNotBe(0);
    }

    private static Dictionary<string, string> Settings(int day) => new() { ["rows"] = "300", ["change"] = day.ToString(System.Globalization.CultureInfo.InvariantCulture) };
}
