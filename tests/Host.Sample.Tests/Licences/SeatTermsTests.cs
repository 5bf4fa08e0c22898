using Host.Sample.Access;
using Host.Sample.Licences;

namespace Host.Sample.Tests.Licences;

public sealed class SeatTermsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<SeatTerms, string> Bad => new()
    {
        { new() { Price = -1, Currency = "EUR" }, "price" },
        { new() { Price = 0, Currency = "EUR" }, "price" },
        { new() { Price = 1.23456m, Currency = "EUR" }, "price" },
        { new() { Price = 5 }, "currency" },
        { new() { Price = 5, Currency = "XYZ" }, "currency" },
        { new() { Currency = "" }, "currency" },
        { new() { Renewal = new(2026, 3, 1) }, "renewal" },
        { new() { Renewal = new(2020, 1, 1) }, "renewal" },
        { new() { IdleDays = 0 }, "idleDays" },
        { new() { IdleDays = 4000 }, "idleDays" },
        { new() { Period = (BillingPeriod)7 }, "period" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Terms_that_cannot_be_used_are_refused_by_name_and_nothing_is_changed(SeatTerms terms, string field)
    {
        await using var seats = await SeatsHost.StartAsync();
        SeatTerms before = new() { Price = 3, Currency = "USD" };
        await seats.TermsAsync(before);

        var refused = await Should.ThrowAsync<HostException>(() => seats.TermsAsync(terms));

        refused.Problem.ShouldBe(HostProblem.Invalid);
        refused.Findings.ShouldHaveSingleItem().Setting.ShouldBe(field);
        (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms.ShouldBe(before);
    }

    [Fact]
    public async Task Terms_are_kept_changed_in_part_forgotten_and_audited()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        var service = seats.Host.Get<SeatTermsService>();
        (await service.GetAsync("Seats", Token)).IdleDays.ShouldBe(28);
        SeatTerms terms = new() { Price = 12.5m, Currency = "EUR", Period = BillingPeriod.Year, Renewal = new(2027, 1, 1), IsContract = true, IdleDays = 45 };

        (await seats.TermsAsync(terms)).Terms.ShouldBe(terms);
        (await service.GetAsync("Seats", Token)).Terms.ShouldBe(terms);
        var changed = await service.ChangeAsync("Seats", before => before with { Price = 13 }, Token);
        changed.Terms.ShouldBe(terms with { Price = 13 });
        changed.IdleDays.ShouldBe(45);
        (await service.SetAsync("Seats", SeatTerms.None, Token)).Terms.ShouldBe(SeatTerms.None);

        var entries = (await seats.Host.Get<AuditTrail>().ListAsync("licences.terms", 0, 10, Token)).Entries;
        entries.Select(entry => entry.Subject).ShouldBe(["Seats", "Seats", "Seats"]);
        entries[^1].Detail.ShouldNotBeNull().ShouldContain("12.5");
        entries[0].Detail.ShouldBe("forgotten");
    }

    [Theory]
    [InlineData(AccessRole.Reader, HostProblem.NotAllowed)]
    [InlineData(AccessRole.Operator, HostProblem.NotAllowed)]
    [InlineData(AccessRole.Administrator, HostProblem.None)]
    public async Task Prices_are_told_by_administrators(AccessRole role, HostProblem expected)
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Host.Get<CurrentActor>().Become(new("somebody", role));
        var outcome = HostProblem.None;

        try
        {
            await seats.TermsAsync(new() { IdleDays = 10 });
        }
        catch (HostException exception)
        {
            outcome = exception.Problem;
        }

        outcome.ShouldBe(expected);
    }
}
