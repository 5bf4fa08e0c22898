using Plugin.Abstractions.Collection;

namespace Plugin.Abstractions.Tests.Collection;

public sealed class StoredRowTests
{
    [Fact]
    public void Values_come_back_by_their_type()
    {
        DateTimeOffset moment = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        StoredRow row = new("key", ["text", 1L, 2.5m, true, moment, null]);

        row.Key.ShouldBe("key");
        row.Text(0).ShouldBe("text");
        row.Int64(1).ShouldBe(1);
        row.Decimal(2).ShouldBe(2.5m);
        row.Boolean(3).ShouldBe(true);
        row.Timestamp(4).ShouldBe(moment);
        (row.Text(5), row.Int64(5), row.Decimal(5), row.Boolean(5), row.Timestamp(5)).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void A_value_of_another_type_is_a_programmers_error() => Should.Throw<InvalidCastException>(() => new StoredRow("key", ["text"]).Int64(0));
}
