using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Insights;

public sealed class InsightServiceTests
{
    private static readonly string[] Catalogue = ["growers", "trees", "tree_keepers", "harvests", "tools_log"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Streams_come_in_the_order_of_the_catalogue()
    {
        await using var host = await OrchardAsync();
        await host.RunAsync("Home", Token);
        await host.RunAsync("Home", Token);

        var changes = await host.Get<InsightService>().ChangesAsync("Home", null, null, Token);
        var streams = await host.Get<InventoryReader>().StreamsAsync("Home", null, Token);

        changes.Streams.Select(stream => stream.StreamId).ShouldBe(Catalogue);
        streams.Select(stream => stream.Description.Id).ShouldBe(Catalogue);
    }

    [Fact]
    public async Task Each_figure_names_the_streams_that_it_comes_from_in_the_plugins_own_words()
    {
        await using var host = await OrchardAsync();
        await host.RunAsync("Home", Token);

        var summary = await host.Get<InsightService>().SummaryAsync("Home", null, Token);

        summary.Accounts.ShouldNotBeNull().Stream.ShouldBe("Growers");
        summary.Seats.ShouldNotBeNull().Stream.ShouldBe("Growers");
        summary.Activity.ShouldNotBeNull().Streams.ShouldBe(["Harvests"]);
        summary.Apps.ShouldNotBeNull().Stream.ShouldBe("Tools log");
        summary.Spaces.ShouldNotBeNull().Stream.ShouldBe("Trees");
        summary.Groups.ShouldBeNull("the orchard has none: unknown is not zero");
    }

    [Fact]
    public async Task Changes_of_a_day_are_counted_and_each_row_is_found_again()
    {
        await using var host = await OrchardAsync();
        await host.RunAsync("Home", Token);
        await host.ChangeSettingsAsync("Home", new Dictionary<string, string> { ["rows"] = "400", ["change"] = "1" }, Token);
        await host.RunAsync("Home", Token);
        var insights = host.Get<InsightService>();

        var growers = (await insights.ChangesAsync("Home", null, null, Token)).Streams.Single(stream => stream.StreamId == "growers");
        List<RowChange> rows = [];

        await foreach (var row in insights.RowChangesAsync("Home", "growers", null, null, 1000, Token))
        {
            rows.Add(row);
        }

        growers.Added.ShouldBeGreaterThan(0);
        growers.Changed.ShouldBeGreaterThan(0);
        growers.Removed.ShouldBeGreaterThan(0);
        rows.Count(row => row.Kind is RowChangeKind.Added).ShouldBe((int)growers.Added);
        rows.Count(row => row.Kind is RowChangeKind.Changed).ShouldBe((int)growers.Changed);
        rows.Count(row => row.Kind is RowChangeKind.Removed).ShouldBe((int)growers.Removed);
        rows.Where(row => row.Kind is RowChangeKind.Changed).ShouldAllBe(row => row.Columns.Count > 0);
    }

    [Fact]
    public async Task A_comparison_without_an_earlier_run_says_what_to_do()
    {
        await using var host = await OrchardAsync();
        await host.RunAsync("Home", Token);

        var failure = await Should.ThrowAsync<HostException>(() => host.Get<InsightService>().ChangesAsync("Home", null, null, Token));

        failure.Problem.ShouldBe(HostProblem.NotFound);
        failure.Fix.ShouldContain("Run the connector once more");
    }

    private static async Task<TestHost> OrchardAsync()
    {
        var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "400" }, Token);

        return host;
    }
}
