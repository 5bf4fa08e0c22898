using System.Globalization;
using Bunit;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Reclaim;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Tests.Web;

public sealed class ReclaimPageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Seats_and_money_stand_in_their_three_classes_backed_by_the_run()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim?idle=14");

        page.WaitForElement(".saving");
        var report = await seats.ReclaimAsync(idleDays: 14);
        Savings(page).ShouldBe(report.Totals.Select(total => (LicenceWords.Of(total.Class), Text(total.Seats), total.Amount is { } amount ? Text(amount) : null)));
        page.FindAll(".saving .amount local-number").ShouldAllBe(amount => amount.GetAttribute("currency") == "EUR");
        page.Find(".backing").TextContent.ShouldContain("complete");
        page.Find(".backing").QuerySelectorAll("a").Select(link => link.GetAttribute("href")).ShouldBe(["/runs/1", "/runs/1/certificate"]);
        page.FindAll(".mud-alert-text-warning, .gaps").ShouldBeEmpty();
        page.FindAll("[aria-label=Candidates] .person a").Count.ShouldBe((int)Math.Min(report.Total, 25));
        page.Markup.ShouldContain("No candidates, and why");
    }

    [Fact]
    public async Task The_workbook_has_the_totals_that_the_page_shows()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/reclaim?idle=14&class=Credit");
        page.WaitForElement(".saving");
        var shown = Savings(page);
        await page.InvokeAsync(() => PageFixture.Button(page, "Export").Click());
        pages.Popovers.WaitForAssertion(() => pages.Popovers.FindAll("a[href*='/export']").Count.ShouldBe(3));
        var address = pages.Popovers.FindAll("a[href*='format=xlsx']").Single().GetAttribute("href")!;
        var fields = QueryHelpers.ParseQuery(address[address.IndexOf('?')..]);
        using MemoryStream file = new();

        await seats.Host.Get<ReclaimExport>().WriteAsync(
            "Seats",
            new()
            {
                AsOf = long.Parse(fields["asOf"]!, CultureInfo.InvariantCulture),
                IdleDays = int.Parse(fields["idleDays"]!, CultureInfo.InvariantCulture),
                Classes = [.. fields["saving"].Select(word => LicenceWords.Parse<ReclaimClass>(word)!.Value)],
            },
            ExportForm.Xlsx,
            file,
            Token);

        fields["saving"].ShouldBe(["Credit"]);
        using var book = SpreadsheetDocument.Open(file, isEditable: false);
        var summary = Rows(book, "Summary");

        foreach (var (kind, count, amount) in shown)
        {
            var row = summary.Single(row => row[0] == $"Candidates: {kind}");
            Number(row[1]).ShouldBe(Number(count));
            Number(row[2]).ShouldBe(Number(amount));
        }

        Rows(book, "Candidates").Count.ShouldBe((int)Number(shown.Single(saving => saving.Kind == "credit").Seats) + 1);
    }

    [Theory]
    [InlineData("?idle=0")]
    [InlineData("?idle=366")]
    [InlineData("?idle=text")]
    [InlineData("?idle=-1")]
    [InlineData("?idle=1.5")]
    public async Task Idle_days_that_are_none_are_told_with_those_that_can_be(string query)
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, $"/reclaim{query}");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("from 1 to 365"));
        page.FindAll(".saving").ShouldBeEmpty();
        page.FindAll("a").Single(link => link.TextContent.Contains("as the terms say")).GetAttribute("href").ShouldBe("/reclaim?connector=1");
    }

    [Fact]
    public async Task A_class_that_is_none_is_told()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim?class=Tomorrow");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("'class'"));
    }

    [Fact]
    public async Task Sliding_changes_the_totals_first_and_the_address_and_the_candidates_when_it_comes_to_rest()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/reclaim?idle=30");
        page.WaitForElement(".range");
        var wanted = (await seats.ReclaimAsync(idleDays: 7)).Totals.Select(total => Text(total.Seats)).ToList();

        page.Find(".range").Input("20");
        page.Find(".range").Input("7");
        seats.Host.Clock.Advance(TimeSpan.FromMilliseconds(100));

        page.WaitForAssertion(() => Savings(page).Select(saving => saving.Seats).ShouldBe(wanted));
        pages.Navigation.Uri.ShouldEndWith("idle=30");
        page.Find("[aria-live]").GetAttribute("aria-busy").ShouldBe("false");
        await RestAsync(seats, page, () => pages.Navigation.Uri.ShouldEndWith("/reclaim?connector=1&idle=7"));
        page.WaitForAssertion(() => page.FindAll("[aria-label=Candidates] .person a").Count.ShouldBe(25));
    }

    [Fact]
    public async Task An_old_answer_never_comes_after_a_newer_one()
    {
        SlowPlugin slow = new();
        await using var seats = await WithCandidatesAsync(services => services.UseSlowPlugin(slow));
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/reclaim?idle=30");
        page.WaitForElement(".range");
        var (older, newer) = (await seats.ReclaimAsync(idleDays: 3), await seats.ReclaimAsync(idleDays: 25));
        older.Totals.Sum(total => total.Seats).ShouldNotBe(newer.Totals.Sum(total => total.Seats));
        slow.Holds = true;

        page.Find(".range").Input("3");
        seats.Host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await slow.AskedAsync(Token);
        page.Find(".range").Input("25");
        seats.Host.Clock.Advance(TimeSpan.FromMilliseconds(100));
        await slow.AskedAsync(Token);
        slow.Release(1);
        page.WaitForAssertion(() => Savings(page).Select(saving => saving.Seats).ShouldBe(newer.Totals.Select(total => Text(total.Seats))));
        slow.Release(0);
        slow.Holds = false;

        await RestAsync(seats, page, () => pages.Navigation.Uri.ShouldEndWith("idle=25"));
        Savings(page).Select(saving => saving.Seats).ShouldBe(newer.Totals.Select(total => Text(total.Seats)));
        page.Find(".what-if strong").TextContent.ShouldBe("25");
    }

    [Fact]
    public async Task Without_a_price_seats_are_counted_and_no_amount_is_told()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => Savings(page).ShouldBe([("nothing today", "1", null), ("credit", "0", null), ("from renewal", "0", null)]));
        page.Markup.ShouldContain("no amount is known");
        page.Markup.ShouldContain("No price is known");
    }

    [Fact]
    public async Task A_renewal_that_has_passed_and_a_contract_are_remarked_on()
    {
        await using var seats = await WithCandidatesAsync();
        await seats.TermsAsync(new() { Price = 7.25m, Currency = "EUR", Renewal = new(2026, 3, 20), IsContract = true });
        await seats.RunAsync(daysLater: 30);
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.Markup.ShouldContain("The renewal 2026-03-20 has passed"));
        page.Markup.ShouldContain("A contract holds");
        Savings(page).Single(saving => saving.Kind == "from renewal").Seats.ShouldNotBe("0");
    }

    [Fact]
    public async Task With_everybody_left_out_it_says_that_this_is_why()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        await seats.RunAsync();
        await seats.Host.Get<SeatExclusions>().AddAsync("Seats", SeatExclusionKind.Account, "old-hand", "On leave", null, Token);
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.Markup.ShouldContain("all 1 accounts are excluded or deactivated"));
        page.Markup.ShouldContain("There is no candidate; below it says why.");
    }

    [Fact]
    public async Task A_run_that_is_not_complete_is_warned_of()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();
        seats.Connector.Ends["sign_ins"] = SeatsHost.Closed;
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Run 1 does not prove all of its inventory."));
        page.Find(".gaps").TextContent.ShouldContain("sign_ins is skipped");
        page.Find(".backing").TextContent.ShouldContain("partial");
        page.Find("[aria-label='Nothing is known of these']").TextContent.ShouldContain("Grant log:read.");
    }

    [Fact]
    public async Task Without_a_run_it_says_what_is_missing()
    {
        await using var seats = await SeatsHost.StartAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.Find(".empty").TextContent.ShouldContain("what it really saves"));
    }

    [Fact]
    public async Task Beyond_the_last_page_there_is_a_way_back()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/reclaim?idle=14&page=99");
        page.WaitForAssertion(() => page.Find(".grid-empty").TextContent.ShouldContain("There is no page 99."));

        await page.InvokeAsync(() => PageFixture.Button(page, "To the first page").Click());

        page.WaitForElement("[aria-label=Candidates] .person a");
    }

    [Fact]
    public async Task The_print_view_has_all_up_to_its_limit_and_says_what_is_beyond()
    {
        await using var seats = await SeatsHost.StartAsync(SeatsHost.ByUse);
        seats.AddOldHand();

        for (var number = 0; number <= ReclaimPrintPart.MostCandidates; number++)
        {
            seats.Connector.Add($"p{number:0000}", isBilled: false, signIns: seats.Ago(100));
        }

        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 7.25m, Currency = "EUR", Renewal = new(2026, 3, 20) });
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = pages.Open<ReclaimPrintPage>("/reclaim/print?connector=1&idle=14");

        page.WaitForAssertion(() => page.FindAll(".printed tbody tr").Count.ShouldBe(ReclaimPrintPart.MostCandidates));
        page.Find(".print-limit").TextContent.ShouldContain("the totals are of all");
        page.Find(".facts").TextContent.ShouldContain("7.25 EUR a seat and month; renewal on 2026-03-20");
        page.Find(".facts").TextContent.ShouldContain("run 1");
        page.Find(".facts").TextContent.ShouldContain("Complete");
        PageFixture.Button(page, "Print").Click();
    }

    [Fact]
    public async Task A_name_of_ten_thousand_characters_fits_and_steers_nothing()
    {
        await using var seats = await WithCandidatesAsync();
        seats.Connector.People[0] = seats.Connector.People[0] with { Name = "\u202E<script>" + new string('x', 10_000) };
        await seats.RunAsync(daysLater: 1);
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.FindAll(".person a").ShouldContain(link => link.TextContent.StartsWith("\uFFFD<script>", StringComparison.Ordinal) && link.TextContent.Length < 200));
    }

    [Fact]
    public async Task A_reader_may_neither_set_terms_nor_leave_anybody_out_and_is_told_who_may()
    {
        await using var seats = await WithCandidatesAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, "/reclaim");

        page.WaitForAssertion(() => page.Markup.ShouldContain("takes the role operator"));
        page.WaitForAssertion(() => page.Markup.ShouldContain("takes the role administrator"));
        page.FindAll(".row-form").ShouldBeEmpty();
    }

    internal static async Task<SeatsHost> WithCandidatesAsync(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? configure = null)
    {
        var seats = await SeatsHost.StartAsync(SeatsHost.ByUse, configure: configure);
        seats.AddOldHand();

        for (var number = 0; number < 40; number++)
        {
            seats.Connector.Add($"p{number:00}", isBilled: number < 30, signIns: seats.Ago(number));
        }

        await seats.RunAsync();
        await seats.TermsAsync(new() { Price = 7.25m, Currency = "EUR", Renewal = new(2026, 3, 20) });

        return seats;
    }

    internal static IRenderedComponent<ReclaimPage> Open(PageFixture pages, string address) => pages.Open<ReclaimPage>(address);

    private static async Task RestAsync(SeatsHost seats, IRenderedComponent<ReclaimPage> page, Action assertion)
    {
        // The page begins to wait when it has drawn the answer.
        await page.InvokeAsync(() => { });
        seats.Host.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(assertion);
    }

    private static List<(string Kind, string Seats, string? Amount)> Savings(IRenderedComponent<ReclaimPage> page) =>
    [
        .. page.FindAll(".saving").Select(saving => (
            saving.QuerySelector("h2")!.TextContent,
            saving.QuerySelector(".figure local-number")!.GetAttribute("value")!,
            saving.QuerySelector(".amount local-number")?.GetAttribute("value"))),
    ];

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static decimal Number(string? text) => decimal.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static List<string?[]> Rows(SpreadsheetDocument book, string name)
    {
        var sheet = book.WorkbookPart!.Workbook!.Descendants<Sheet>().Single(sheet => sheet.Name == name);
        var part = (WorksheetPart)book.WorkbookPart.GetPartById(sheet.Id!.Value!);

        return [.. part.Worksheet!.Descendants<Row>().Select(row => row.Elements<Cell>().Select(cell => cell.InlineString?.InnerText ?? cell.CellValue?.Text).ToArray())];
    }
}
