using CsCheck;
using Host.Sample.Tests.Inventory;
using Host.Sample.Web.Grid;

namespace Host.Sample.Tests.Web;

public sealed class GridStateTests
{
    private const string Path = "/inventory/7/people";

    private static readonly Uri Site = new("http://127.0.0.1:5080");

    private static readonly Gen<GridState> States =
        from page in Gen.Int[1, 1_000_000]
        from size in Gen.OneOf([.. GridState.PageSizes])
        from sort in Gen.OneOf<string?>(null, "name", "joined_at")
        from isDescending in Gen.Bool
        from search in Gen.String[Gen.Char.AlphaNumeric, 0, 5]
        from row in Gen.OneOf<string?>(null, "T1|U1", "a&b=c", "<script>", "\u202Ex", "%2F/")
        from filters in InventoryFilterTests.Any.Where(filter => filter.Value.All(character => !char.IsSurrogate(character))).Array[0, 3]
        from asOf in Gen.OneOf<string?>(null, "1", "99", "2026-03-01", "2026-03-01T08:00:00Z")
        select new GridState
        {
            Page = page,
            PageSize = size,
            Sort = sort,
            IsDescending = isDescending,
            Search = search.Length == 0 ? null : search,
            Row = row,
            Filters = filters,
            AsOfText = asOf,
        };

    [Fact]
    public void An_address_shows_what_it_was_made_of() => States.Sample(state =>
    {
        var read = GridState.Parse(new(Site, state.Address(Path)));

        (read with { Filters = [] }).ShouldBe(state with { Filters = [] });
        read.Filters.ShouldBe(state.Filters);
        read.ShowsSameRows(state with { Row = "another" }).ShouldBeTrue();
        read.ShowsSameRows(state with { Page = state.Page + 1 }).ShouldBeFalse();
    });

    [Theory]
    [InlineData("?page=-3&size=7&asOf=x&sort=&desc=maybe")]
    [InlineData("?page=99999999999999999999&size=4294967321")]
    [InlineData("?page=&size=&row=&search=")]
    public void What_makes_no_sense_in_an_address_is_left_at_its_default(string query) => GridState.Parse(new(Site, Path + query)).Address(Path).ShouldBe(Path);

    [Fact]
    public void A_filter_that_is_none_is_told() =>
        Should.Throw<HostException>(() => GridState.Parse(new(Site, Path + "?filter=1;drop"))).Problem.ShouldBe(HostProblem.Usage);

    [Fact]
    public void Sorting_goes_up_then_down_then_back_to_the_key()
    {
        var up = new GridState { Page = 4 }.SortedBy("name");
        var down = up.SortedBy("name");

        up.ShouldBe(new() { Sort = "name" });
        down.ShouldBe(new() { Sort = "name", IsDescending = true });
        down.SortedBy("name").ShouldBe(new());
        down.SortedBy("email").ShouldBe(new() { Sort = "email" });
    }

    [Fact]
    public void The_export_has_the_same_filters_search_order_and_run_and_no_page()
    {
        GridState state = new() { Page = 3, Sort = "name", IsDescending = true, Search = "ann", Filters = [new("type", Host.Sample.Inventory.InventoryOperator.Equal, "guest")], AsOfText = "4", Row = "k" };

        state.ExportAddress(7, "people", "csv").ShouldBe("/api/connectors/7/inventory/people/export?asOf=4&sort=name&search=ann&filter=type%3D%20guest&format=csv&descending=true");
    }
}
