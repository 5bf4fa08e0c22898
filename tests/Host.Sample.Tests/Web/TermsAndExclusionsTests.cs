using AngleSharp.Dom;
using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Reclaim;

namespace Host.Sample.Tests.Web;

/// <summary>What people change on the page of the reclaim report.</summary>
public sealed class TermsAndExclusionsTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Terms_are_saved_and_the_report_follows()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = await OpenAsync(pages);

        Field(page, "Price of a seat").Change("12.50");
        Field(page, "Currency").Change(" eur ");
        Field(page, "Renewal").Change("2026-12-01");
        TermsForm(page).Submit();

        page.WaitForAssertion(() => page.Markup.ShouldContain("12.50 EUR a seat and month; renewal on 2026-12-01"));
        page.WaitForAssertion(() => page.FindAll(".amount local-number")[0].GetAttribute("currency").ShouldBe("EUR"));
        (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms.ShouldBe(new() { Price = 12.50m, Currency = "EUR", Renewal = new(2026, 12, 1) });
    }

    [Theory]
    [InlineData("Price of a seat", "12,50", "with a point")]
    [InlineData("Price of a seat", "-3", "more than 0")]
    [InlineData("Price of a seat", "abc", "with a point")]
    [InlineData("Currency", "XYZ", "is no currency")]
    [InlineData("Currency", "", "A price needs its currency")]
    [InlineData("Renewal", "2020-01-01", "is not in the future")]
    [InlineData("Idle after days", "0", "from 1 to")]
    [InlineData("Idle after days", "soon", "a whole number")]
    public async Task What_cannot_be_used_is_told_at_its_field_and_nothing_is_changed(string field, string text, string says)
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        var before = (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms;
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = await OpenAsync(pages);

        Field(page, field).Change(text);
        TermsForm(page).Submit();

        page.WaitForAssertion(() => Around(page, field).TextContent.ShouldContain(says));
        (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms.ShouldBe(before);
    }

    [Fact]
    public async Task Another_currency_replaces_the_first_which_is_said_before_it_is_saved()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = await OpenAsync(pages);

        Field(page, "Currency").Change("USD");
        TermsForm(page).Submit();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Find(".consequences").TextContent.ShouldContain("The price was in EUR."));
        (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms.Currency.ShouldBe("EUR");
        PageFixture.Button(pages.Dialogs, "Replace").Click();

        page.WaitForAssertion(() => page.FindAll(".amount local-number")[0].GetAttribute("currency").ShouldBe("USD"));
        (await seats.Host.Get<SeatTermsService>().GetAsync("Seats", Token)).Terms.Currency.ShouldBe("USD");
    }

    [Fact]
    public async Task A_contract_that_is_switched_on_moves_savings_to_the_renewal()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = await OpenAsync(pages, "/reclaim?idle=14");
        Seats(page, "credit").ShouldNotBe("0");

        page.FindAll("input[type=checkbox]").Single().Change(true);
        TermsForm(page).Submit();

        page.WaitForAssertion(() => Seats(page, "credit").ShouldBe("0"));
        Seats(page, "from renewal").ShouldNotBe("0");
        page.Markup.ShouldContain("A contract holds");
    }

    [Fact]
    public async Task Terms_of_more_days_than_the_slider_has_hold_all_the_same()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await seats.TermsAsync(new() { IdleDays = 390 });
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = await OpenAsync(pages);

        page.Find(".what-if strong").TextContent.ShouldBe("390");
        page.Find(".range").GetAttribute("value").ShouldBe("365");
    }

    [Fact]
    public async Task Somebody_is_found_by_name_left_out_and_included_again()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);
        var page = await OpenAsync(pages);

        Field(page, "Search name, e-mail or id").Input("name of P39");
        seats.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.FindAll(".found-subject").Count.ShouldBe(1));
        page.Find(".found-subject").Click();
        Field(page, "Reason").Input("Writes the yearly report");
        ExclusionForm(page).Submit();

        page.WaitForAssertion(() => Exclusions(page).ShouldHaveSingleItem().ShouldContain("Writes the yearly report"));
        Exclusions(page)[0].ShouldContain("Name of p39");
        Exclusions(page)[0].ShouldContain("viewer");
        page.WaitForAssertion(() => page.FindAll("[aria-label='No candidates, and why'] tbody tr").ShouldContain(row => row.TextContent.Contains("Excluded: Writes the yearly report")));
        await page.InvokeAsync(() => page.FindAll("[aria-label=Exclusions] button").Single(button => button.TextContent.Trim() == "Include again").Click());
        pages.Dialogs.WaitForElement(".consequences");
        PageFixture.Button(pages.Dialogs, "Include again").Click();

        page.WaitForAssertion(() => page.Find("[aria-label=Exclusions]").TextContent.ShouldContain("Nobody is left out."));
    }

    [Fact]
    public async Task Somebody_who_is_not_there_is_not_found()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);
        var page = await OpenAsync(pages);

        Field(page, "Search name, e-mail or id").Input("nobody at all");

        seats.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.Find(".subject-picker").TextContent.ShouldContain("Nobody of that name or id"));
        PageFixture.Button(page, "Leave out").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task Who_went_after_being_found_is_refused_in_words()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);
        var page = await OpenAsync(pages);
        Field(page, "Search name, e-mail or id").Input("p39");
        seats.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => page.FindAll(".found-subject").Count.ShouldBe(1));
        page.Find(".found-subject").Click();
        seats.Connector.People.RemoveAll(person => person.Id == "p39");
        seats.Connector.Seats.RemoveAll(seat => seat.Account == "p39");
        await seats.RunAsync();

        Field(page, "Reason").Input("Late");
        Field(page, "Last day (UTC)").Change("2020-01-01");
        ExclusionForm(page).Submit();
        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("has passed"));
        Field(page, "Last day (UTC)").Change("");
        ExclusionForm(page).Submit();

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("There is no account 'p39'"));
        Field(page, "Reason").GetAttribute("value").ShouldBe("Late");
    }

    [Fact]
    public async Task What_has_expired_is_shown_as_such()
    {
        await using var seats = await ReclaimPageTests.WithCandidatesAsync();
        await seats.Host.Get<SeatExclusions>().AddAsync("Seats", SeatExclusionKind.Account, "p39", "Until spring", new DateOnly(2026, 3, 2), Token);
        seats.Host.Clock.Advance(TimeSpan.FromDays(5));
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);

        var page = await OpenAsync(pages);

        page.WaitForAssertion(() => Exclusions(page).ShouldHaveSingleItem().ShouldContain("expired"));
        Exclusions(page)[0].ShouldContain("2026-03-02");
    }

    private static async Task<IRenderedComponent<ReclaimPage>> OpenAsync(PageFixture pages, string address = "/reclaim")
    {
        var page = ReclaimPageTests.Open(pages, address);
        page.WaitForElement(".saving");
        page.WaitForElement("#terms");
        page.WaitForElement("[aria-label=Exclusions]");
        await page.InvokeAsync(() => { });

        return page;
    }

    private static string Seats(IRenderedComponent<ReclaimPage> page, string kind) =>
        page.FindAll(".saving").Single(saving => saving.QuerySelector("h2")!.TextContent == kind).QuerySelector(".figure local-number")!.GetAttribute("value")!;

    private static List<string> Exclusions(IRenderedComponent<ReclaimPage> page) => [.. page.FindAll("[aria-label=Exclusions] tbody tr").Select(row => row.TextContent)];

    private static IElement Around(IRenderedComponent<ReclaimPage> page, string label) =>
        page.FindAll(".mud-input-control").Last(control => control.QuerySelector("label")?.TextContent.TrimEnd('*', ' ') == label);

    private static IElement Field(IRenderedComponent<ReclaimPage> page, string label) => Around(page, label).QuerySelector("input")!;

    private static IElement TermsForm(IRenderedComponent<ReclaimPage> page) => page.Find("[aria-labelledby=terms] form");

    private static IElement ExclusionForm(IRenderedComponent<ReclaimPage> page) => page.Find("[aria-labelledby=exclusions] form");
}
