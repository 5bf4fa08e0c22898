using CsCheck;
using Host.Sample.Inventory;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Inventory;

public sealed class InventoryPageTests
{
    private const string Connector = "Home";
    private const string Growers = "growers";

    private static readonly Gen<string?> Columns = Gen.OneOf<string?>(null, "grower_id", "name", "email", "type", "has_paid_seat", "joined_at");

    private static readonly Gen<IReadOnlyList<InventoryFilter>> Filters = Gen.OneOf((InventoryFilter[])
    [
        new("type", InventoryOperator.Equal, "picker"),
        new("email", InventoryOperator.IsNull, ""),
        new("email", InventoryOperator.IsNotNull, ""),
        new("has_paid_seat", InventoryOperator.Equal, "true"),
        new("name", InventoryOperator.Contains, "a"),
        new("status", InventoryOperator.NotEqual, "active"),
    ]).Array[0, 2].Select(filters => (IReadOnlyList<InventoryFilter>)filters);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_put_together_are_the_whole_in_its_order()
    {
        await using var host = await RunAsync(rows: 230);
        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, null, Token);

        await Gen.Select(Columns, Gen.Bool, Filters, Gen.Int[1, 90], Gen.OneOf<string?>(null, "a", "@")).SampleAsync(
            async (sort, isDescending, filters, size, search) =>
            {
                InventoryQuery query = new() { SortBy = sort, IsDescending = isDescending, Filters = filters, Search = search };
                var whole = await reader.RowsAsync(source, Growers, query, Token).Select(row => row.Key).ToListAsync(Token);
                List<string> together = [];

                for (var skip = 0; skip <= whole.Count; skip += size)
                {
                    var page = await reader.PageAsync(source, Growers, query with { Skip = skip, Take = size }, Token);
                    page.Total.ShouldBe(whole.Count);
                    page.Rows.Count.ShouldBeLessThanOrEqualTo(size);
                    together.AddRange(page.Rows.Select(row => row.Key));
                }

                together.ShouldBe(whole);
            },
            iter: 60);
    }

    [Fact]
    public async Task Pages_far_behind_are_the_same_as_when_all_rows_are_read()
    {
        const int Rows = 22_000;
        await using var host = await RunAsync(Rows);
        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, null, Token);

        foreach (var query in new InventoryQuery[]
        {
            new(), new() { IsDescending = true }, new() { SortBy = "email" }, new() { SortBy = "email", IsDescending = true }, new() { SortBy = "type", Filters = [new("name", InventoryOperator.Contains, "a")] },
        })
        {
            var whole = await reader.RowsAsync(source, Growers, query, Token).Select(row => row.Key).ToListAsync(Token);
            whole.Count.ShouldBeGreaterThan(10_100);

            foreach (var skip in new[] { 10_001, whole.Count / 2, whole.Count - 60, whole.Count - 10, whole.Count, whole.Count + 100 })
            {
                var page = await reader.PageAsync(source, Growers, query with { Skip = skip, Take = 50 }, Token);

                page.Rows.Select(row => row.Key).ShouldBe(whole.Skip(skip).Take(50));
                page.Total.ShouldBe(whole.Count);
            }
        }
    }

    [Fact]
    public async Task Every_row_fits_a_filter_or_its_opposite_or_has_no_value()
    {
        await using var host = await RunAsync(rows: 230);
        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, null, Token);
        var all = (await reader.PageAsync(source, Growers, new() { Take = 1 }, Token)).Total;

        foreach (var (column, value) in new[] { ("joined_at", "2025-06-01"), ("name", "M"), ("email", "k") })
        {
            (await CountAsync(column, InventoryOperator.Less, value) + await CountAsync(column, InventoryOperator.GreaterOrEqual, value) + await CountAsync(column, InventoryOperator.IsNull, ""))
                .ShouldBe(all, column);
            (await CountAsync(column, InventoryOperator.Equal, value) + await CountAsync(column, InventoryOperator.NotEqual, value)).ShouldBe(all, column);
        }

        Task<long> CountAsync(string column, InventoryOperator comparison, string value) =>
            reader.CountAsync(source, Growers, new() { Filters = [new(column, comparison, value)] }, Token);
    }

    [Fact]
    public async Task Counts_of_an_earlier_run_stay_what_they_were()
    {
        await using var host = await RunAsync(rows: 150);
        var reader = host.Get<InventoryReader>();
        var first = await reader.OpenAsync(Connector, null, Token);
        InventoryQuery everybody = new() { Take = 1 };
        InventoryQuery named = new() { Take = 1, Filters = [new("grower_id", InventoryOperator.IsNotNull, "")] };
        (await reader.PageAsync(first, Growers, named, Token)).Total.ShouldBe(150);

        await host.ChangeSettingsAsync(Connector, new Dictionary<string, string> { ["rows"] = "150", ["change"] = "1" }, Token);
        await host.RunAsync(Connector, Token);
        var second = await reader.OpenAsync(Connector, null, Token);
        var now = (await reader.PageAsync(second, Growers, everybody, Token)).Total;

        now.ShouldNotBe(150);
        (await reader.PageAsync(second, Growers, named, Token)).Total.ShouldBe(now);
        (await reader.PageAsync(first, Growers, everybody, Token)).Total.ShouldBe(150);
        (await reader.PageAsync(first, Growers, named, Token)).Total.ShouldBe(150);
    }

    [Fact]
    public async Task A_page_that_nobody_wants_any_more_is_not_read()
    {
        await using var host = await RunAsync(rows: 50);
        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, null, Token);
        using CancellationTokenSource superseded = new();
        await superseded.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reader.PageAsync(source, Growers, new() { Take = 25 }, superseded.Token));
    }

    [Fact]
    public async Task What_does_not_fit_a_column_is_told_with_what_would()
    {
        await using var host = await RunAsync(rows: 20);
        var reader = host.Get<InventoryReader>();
        var source = await reader.OpenAsync(Connector, null, Token);

        var value = await Should.ThrowAsync<HostException>(() => reader.PageAsync(source, Growers, new() { Take = 1, Filters = [new("joined_at", InventoryOperator.Less, "soon")] }, Token));
        var column = await Should.ThrowAsync<HostException>(() => reader.PageAsync(source, Growers, new() { Take = 1, SortBy = "1; DROP TABLE Runs" }, Token));

        (value.Problem, column.Problem).ShouldBe((HostProblem.Usage, HostProblem.Usage));
        value.Fix.ShouldContain("2026-03-01");
        column.Fix.ShouldContain("grower_id");
    }

    private static async Task<TestHost> RunAsync(int rows)
    {
        var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync(
            Connector,
            new Dictionary<string, string> { ["rows"] = rows.ToString(System.Globalization.CultureInfo.InvariantCulture), ["page_size"] = "5000" },
            Token,
            [Growers]);
        await host.RunAsync(Connector, Token);

        return host;
    }
}
