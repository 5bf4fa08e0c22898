using CsCheck;
using Host.Sample.Inventory;

namespace Host.Sample.Tests.Inventory;

public sealed class InventoryFilterTests
{
    /// <summary>Conditions as a person can make them: any text without white space around it.</summary>
    public static Gen<InventoryFilter> Any { get; } = Gen.Select(Gen.OneOf("email", "joined_at", "a", "is", "x1"), Gen.Enum<InventoryOperator>(), Gen.OneOf(Gen.String, Gen.String["=<>~! isnulnot"]))
        .Select((column, comparison, value) => new InventoryFilter(column, comparison, comparison is InventoryOperator.IsNull or InventoryOperator.IsNotNull ? "" : value.Trim()));

    [Fact]
    public void A_filter_is_read_as_it_was_written() => Any.Sample(filter => InventoryFilter.Parse(filter.ToString()).ShouldBe(filter));
}
