using Plugin.Abstractions.Collection;
using Plugin.Conformance.Bench;

namespace Plugin.Abstractions.Tests.Collection;

public sealed class StreamDefinitionTests
{
    private static readonly ColumnMeaning Key = new() { Description = "The id.", Source = "x.list: id", IsKey = true };
    private static readonly ColumnMeaning Plain = new() { Description = "Something.", Source = "x.list: y" };

    [Fact]
    public void Build_refuses_a_stream_without_key()
    {
        var builder = Builder().Text("name", thing => thing.Name, Plain);

        Should.Throw<InvalidOperationException>(() => builder.Build()).Message.ShouldBe("Stream 'things' has no key column.");
    }

    [Theory]
    [InlineData("id")]
    [InlineData("ID")]
    public void Build_refuses_two_columns_of_the_same_name_whatever_its_case(string second)
    {
        var builder = Builder().Text("id", thing => thing.Name, Key).Int64(second, thing => thing.Count, Plain);

        Should.Throw<InvalidOperationException>(() => builder.Build()).Message.ShouldBe("Stream 'things' has two columns of the same name.");
    }

    [Fact]
    public void Description_lists_the_columns_in_the_order_in_which_they_were_added()
    {
        var stream = Definition().Description;

        stream.Id.ShouldBe("things");
        stream.Columns.Select(column => (column.Name, column.Type)).ShouldBe(
        [
            ("id", ColumnType.Text),
            ("count", ColumnType.Int64),
            ("price", ColumnType.Decimal),
            ("is_old", ColumnType.Boolean),
            ("seen_at", ColumnType.Timestamp),
            ("extra", ColumnType.Json),
        ]);
    }

    [Fact]
    public void Write_hands_over_each_value_by_its_type()
    {
        DateTimeOffset seen = new(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2));

        Row(new("a", 1, 2.5m, true, seen, "{}")).ShouldBe(["a", 1L, 2.5m, true, seen.ToUniversalTime(), "{}"]);
    }

    [Fact]
    public void Write_hands_over_null_where_nothing_is_given() => Row(new(null, null, null, null, null, null)).ShouldBe([null, null, null, null, null, null]);

    [Fact]
    public void Page_writes_the_row_that_is_asked_for()
    {
        RecordPage<Thing> page = new(Definition(), [new("a", 1, 0, false, null, null), new("b", 2, 0, false, null, null)]) { Evidence = new() { Calls = 1, Received = 2 } };
        FieldRecorder recorder = new(Definition().Description);

        page.WriteRow(1, recorder);

        page.RowCount.ShouldBe(2);
        recorder.TakeRow()[0].ShouldBe("b");
    }

    private static IReadOnlyList<object?> Row(Thing thing)
    {
        var definition = Definition();
        FieldRecorder recorder = new(definition.Description);
        definition.Write(thing, recorder);

        return recorder.TakeRow();
    }

    private static StreamDefinition<Thing> Definition() => Builder()
        .Text("id", thing => thing.Name, Key)
        .Int64("count", thing => thing.Count, Plain)
        .Decimal("price", thing => thing.Price, Plain)
        .Boolean("is_old", thing => thing.IsOld, Plain)
        .Timestamp("seen_at", thing => thing.SeenAt, Plain)
        .Json("extra", thing => thing.Extra, Plain)
        .Build();

    private static StreamDefinitionBuilder<Thing> Builder() => new(new()
    {
        Id = "things",
        Name = "Things",
        Description = "One row is a thing.",
        Mode = StreamMode.Snapshot,
        Methods = ["things.list"],
        LostWithout = "Nobody knows the things.",
    });

    private sealed record Thing(string? Name, long? Count, decimal? Price, bool? IsOld, DateTimeOffset? SeenAt, string? Extra);
}
