using Host.Sample.Licences;

namespace Host.Sample.Tests.Licences;

public sealed class PositionOrderTests
{
    [Theory]
    [InlineData(PositionOrder.Account, false, "a b c d")]
    [InlineData(PositionOrder.Account, true, "d c b a")]
    [InlineData(PositionOrder.Name, false, "c b a d")]
    [InlineData(PositionOrder.Name, true, "a b c d")]
    [InlineData(PositionOrder.LastSeen, false, "b a c d")]
    [InlineData(PositionOrder.LastSeen, true, "c a b d")]
    [InlineData(PositionOrder.Billed, false, "d a c b")]
    [InlineData(PositionOrder.Status, false, "c a d b")]
    public async Task They_come_in_the_order_asked_for_and_what_is_not_known_comes_last(PositionOrder order, bool isDescending, string wanted)
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.People.AddRange(
        [
            new("a", "Zoe", "a@seats.example", "member", "active"),
            new("b", "yan", "b@seats.example", "member", "deactivated"),
            new("c", "Ann", "c@seats.example", "member", "active"),
            new("d", null!, "d@seats.example", "member", "active"),
        ]);
        seats.Connector.Seats.AddRange([("a", true), ("b", false), ("c", true)]);
        seats.Connector.SignIns.AddRange([("1", "a", seats.Ago(40)), ("2", "b", seats.Ago(400)), ("3", "c", seats.Ago(1))]);
        await seats.RunAsync();

        var whole = await seats.PositionsAsync(new() { Order = order, IsDescending = isDescending, IdleDays = 30 });
        var page = await seats.PositionsAsync(new() { Order = order, IsDescending = isDescending, IdleDays = 30, Skip = 1, Take = 2 });

        string.Join(' ', whole.Positions.Select(position => position.AccountId)).ShouldBe(wanted);
        page.Positions.Select(position => position.AccountId).ShouldBe(whole.Positions.Skip(1).Take(2).Select(position => position.AccountId));
        page.Total.ShouldBe(4);
    }

    [Theory]
    [InlineData("within-7-days", UseAge.Within7Days)]
    [InlineData("Within30Days", UseAge.Within30Days)]
    [InlineData("within 90 days", UseAge.Within90Days)]
    [InlineData("no_evidence", UseAge.NoEvidence)]
    public void Ages_are_written_as_people_do(string word, UseAge age) => LicenceWords.Parse<UseAge>(word).ShouldBe(age);

    [Fact]
    public void Ages_read_as_people_write_them() => LicenceWords.Of(UseAge.Within30Days).ShouldBe("within 30 days");
}
