using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Tests.Runs;
using Host.Sample.Web.Pages;
using Host.Sample.Web.Proof;

namespace Host.Sample.Tests.Web;

/// <summary>Deciding about a run that the change guard holds, and going back to an earlier one.</summary>
public sealed class HeldRunTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_held_run_is_shown_beside_the_one_that_readers_see()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync(before: 40, after: 10);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);

        var page = OpenHeld(pages, held.Id);

        var people = page.FindAll(".compared tbody tr").Single(row => row.QuerySelector("th")!.TextContent == "Rows of people");
        people.QuerySelectorAll("local-number").Select(number => number.GetAttribute("value")).ShouldBe(["40", "10"]);
        people.TextContent.ShouldContain("−30");
        people.TextContent.ShouldContain("−75 %");
        people.TextContent.ShouldContain("tripped: more than 20 % is held");
        page.FindAll(".compared tbody tr").Single(row => row.QuerySelector("th")!.TextContent == "Accounts").TextContent.ShouldContain("not tripped");
        page.Find(".held-panel").TextContent.ShouldContain("Accounts that are not deactivated fell from 40 to 10");
        var gone = page.FindAll(".vanished li");
        gone.Count.ShouldBe(25);
        gone[0].QuerySelector("a")!.TextContent.ShouldBe("Person 10");
        gone[0].QuerySelector("a")!.GetAttribute("href").ShouldBe("/people/1?account=p00010&asOf=1");
    }

    [Fact]
    public async Task The_rows_of_other_streams_lead_to_the_row_as_readers_see_it()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);

        var page = OpenHeld(pages, held.Id, "?stream=seats");

        page.Find(".vanished li a").GetAttribute("href").ShouldBe("/inventory/1/seats?asOf=1&row=p00010");
        page.Find(".vanished li a").TextContent.ShouldBe("Person 10", "a seat is known by its account's name");
    }

    [Fact]
    public async Task Ten_thousand_rows_that_are_gone_are_paged()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync(before: 12_000, after: 2_000);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = OpenHeld(pages, held.Id, "?stream=people&size=100&page=100");

        page.FindAll(".vanished li").Count.ShouldBe(100);
        page.FindAll(".vanished li")[99].TextContent.ShouldContain("Person 11999");
        page.Find(".pager").QuerySelectorAll("local-number").Select(number => number.GetAttribute("value")).ShouldBe(["9901", "10000", "10000"]);
        await page.InvokeAsync(() => page.Find("button[aria-label='Previous page']").Click());
        pages.Navigation.Uri.ShouldContain("page=99");
        page.WaitForAssertion(() => page.FindAll(".vanished li")[0].TextContent.ShouldContain("Person 11800"));
    }

    [Theory]
    [InlineData("?page=0&size=7")]
    [InlineData("?page=-3")]
    [InlineData("?page=abc&stream=nothing")]
    public async Task An_address_that_means_nothing_shows_the_first_page(string query)
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = OpenHeld(pages, held.Id, query);

        page.Find(".vanished li").TextContent.ShouldContain("Person 10");
    }

    [Fact]
    public async Task Accepting_asks_first_takes_a_note_and_shows_the_decision()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var page = OpenHeld(pages, held.Id);

        var asked = page.InvokeAsync(() => PageFixture.Button(page, "Accept: it is really gone").Click());
        pages.Dialogs.WaitForElement(".mud-dialog");
        pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("Readers see run 2 of 'Home' from now on, instead of run 1.");
        pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("60 rows that are gone");
        PageFixture.Button(pages.Dialogs, "Accept run 2").HasAttribute("disabled").ShouldBeTrue("without a note nothing is decided");
        pages.Dialogs.Find(".mud-dialog textarea").Input("Half of the team has left.");
        await pages.Dialogs.InvokeAsync(() => PageFixture.Button(pages.Dialogs, "Accept run 2").Click());
        await asked;

        page.WaitForAssertion(() => page.Find(".decision").TextContent.ShouldContain("Half of the team has left."));
        page.Find(".decision").TextContent.ShouldContain("Accepted by viewer");
        page.FindAll(".held-panel").ShouldBeEmpty();
        (await host.PublishedAsync()).ShouldBe(held.Id);
    }

    [Fact]
    public async Task Rejecting_takes_the_run_back_and_letting_it_be_changes_nothing()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var page = OpenHeld(pages, held.Id);

        var asked = page.InvokeAsync(() => PageFixture.Button(page, "Reject: take the run back").Click());
        pages.Dialogs.WaitForElement(".mud-dialog");
        pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("The rows of run 2 are taken back and cannot be had again.");
        await pages.Dialogs.InvokeAsync(() => PageFixture.Button(pages.Dialogs, "Decide later").Click());
        await asked;
        (await host.GetAsync(held.Id)).State.ShouldBe(RunState.Held);

        asked = page.InvokeAsync(() => PageFixture.Button(page, "Reject: take the run back").Click());
        pages.Dialogs.WaitForElement(".mud-dialog textarea");
        pages.Dialogs.Find(".mud-dialog textarea").Input("A page was lost.");
        await pages.Dialogs.InvokeAsync(() => PageFixture.Button(pages.Dialogs, "Reject run 2").Click());
        await asked;

        page.WaitForAssertion(() => page.Find(".decision").TextContent.ShouldContain("Rejected by viewer"));
        (await host.GetAsync(held.Id)).State.ShouldBe(RunState.Rejected);
        (await host.PublishedAsync()).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_second_of_two_who_decide_reads_who_decided_what(bool hasHeard)
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var page = OpenHeld(pages, held.Id);
        var asked = page.InvokeAsync(() => PageFixture.Button(page, "Accept: it is really gone").Click());
        pages.Dialogs.WaitForElement(".mud-dialog textarea");
        await host.AsAsync("grace", () => host.Host.Get<RunDecisions>().RejectAsync(held.Id, "A page was lost.", Token));

        // The page behind the question has heard of it already, or not yet.
        if (hasHeard)
        {
            await page.InvokeAsync(pages.News.Tell);
            page.WaitForAssertion(() => page.FindAll(".held-panel").ShouldBeEmpty());
        }

        pages.Dialogs.Find(".mud-dialog textarea").Input("Half of the team has left.");
        await pages.Dialogs.InvokeAsync(() => PageFixture.Button(pages.Dialogs, "Accept run 2").Click());
        await asked;

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("'grace' has decided about run 2"));
        page.Find("[role=alert]").TextContent.ShouldContain("rejected: A page was lost.");
        page.Find(".decision").TextContent.ShouldContain("Rejected by grace");
        page.FindAll(".held-panel").ShouldBeEmpty();
        (await host.PublishedAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_sees_everything_and_which_role_deciding_takes()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = OpenHeld(pages, held.Id);

        page.Find(".held-panel").TextContent.ShouldContain("Deciding about it takes the role operator");
        page.Find(".held-panel").TextContent.ShouldContain("fell from 40 to 10");
        page.FindAll(".vanished li").ShouldNotBeEmpty();
        page.FindAll("button").ShouldNotContain(button => button.TextContent.Contains("Accept", StringComparison.Ordinal) || button.TextContent.Contains("Reject", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stream_that_broke_off_says_so_and_takes_nothing_for_gone()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        host.Ledger.Broken.Add(LedgerConnector.People);
        var held = await host.RunAsync(40);
        held.State.ShouldBe(RunState.Held);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);

        var page = Open(pages, held.Id);

        page.WaitForAssertion(() => page.Find(".held-panel").TextContent.ShouldContain("tripped: it was complete and is not any more"));
        page.Find(".held-panel").TextContent.ShouldContain("No row is gone");
    }

    [Fact]
    public async Task The_badge_counts_what_is_held_and_goes_when_it_is_decided()
    {
        await using var host = await LedgerHost.StartAsync();
        var held = await host.HoldAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var badge = pages.Open<HeldBadge>("/");
        badge.WaitForAssertion(() => badge.Find("[role=status]").TextContent.ShouldBe("Decide: 1 held run"));
        badge.Find("a").GetAttribute("href").ShouldBe("/runs/2");
        var banner = pages.Open<HeldBanner>("/");
        banner.WaitForAssertion(() => banner.Find(".held-banner").TextContent.ShouldContain("Run 2 of Home is held"));
        pages.Open<HeldBanner>("/", parameters => parameters.Add(shown => shown.ConnectorId, 99)).FindAll(".held-banner").ShouldBeEmpty();

        await host.Host.Get<RunDecisions>().RejectAsync(held.Id, "A page was lost.", Token);
        host.Host.Clock.Advance(TimeSpan.FromMinutes(1));

        badge.WaitForAssertion(() => badge.Markup.Trim().ShouldBeEmpty());
        banner.WaitForAssertion(() => banner.FindAll(".held-banner").ShouldBeEmpty());
    }

    [Fact]
    public async Task The_list_has_held_runs_first_and_a_state_to_choose()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.HoldAsync();
        await host.Host.AddConnectorAsync("Away", null, Token, [LedgerConnector.People]);
        (await host.Host.RunAsync("Away", Token)).State.ShouldBe(RunState.Published);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var all = pages.Open<RunsPage>("/runs");
        all.WaitForAssertion(() => Numbers(all).ShouldBe(["2", "3", "1"]));
        all.Find(".held-row a[aria-label='Decide about run 2']").GetAttribute("href").ShouldBe("/runs/2");
        all.Find(".held-banner").TextContent.ShouldContain("Run 2 of Home is held");

        var held = pages.Open<RunsPage>("/runs?state=Held");
        held.WaitForAssertion(() => Numbers(held).ShouldBe(["2"]));
        var published = pages.Open<RunsPage>("/runs?state=published");
        published.WaitForAssertion(() => Numbers(published).ShouldBe(["3", "1"]));
        var failed = pages.Open<RunsPage>("/runs?state=Failed");
        failed.WaitForAssertion(() => failed.Markup.ShouldContain("No run is failed."));
        var nonsense = pages.Open<RunsPage>("/runs?state=7");
        nonsense.WaitForAssertion(() => Numbers(nonsense).Count.ShouldBe(3));
    }

    [Fact]
    public async Task Going_back_names_the_runs_that_are_taken_back_and_needs_a_note()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        await host.RunAsync(41);
        await host.HoldAsync(before: 42, after: 5);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var page = Open(pages, 1);
        page.WaitForAssertion(() => PageFixture.Button(page, "Go back to this run"));

        var asked = page.InvokeAsync(() => PageFixture.Button(page, "Go back to this run").Click());
        pages.Dialogs.WaitForElement(".mud-dialog textarea");
        pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("3 runs are taken back: run 4 (held");
        pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("It cannot be undone");
        PageFixture.Button(pages.Dialogs, "Go back to run 1").HasAttribute("disabled").ShouldBeTrue();
        pages.Dialogs.Find(".mud-dialog textarea").Input("Run 2 read the wrong ledger.");
        await pages.Dialogs.InvokeAsync(() => PageFixture.Button(pages.Dialogs, "Go back to run 1").Click());
        await asked;

        page.WaitForAssertion(() => page.Markup.ShouldContain("Readers see this run."));
        (await host.PublishedAsync()).ShouldBe(1);
        var taken = Open(pages, 2);
        taken.WaitForAssertion(() => taken.Find(".decision").TextContent.ShouldContain("Rolled back by viewer"));
        taken.Find(".decision").TextContent.ShouldContain("Run 2 read the wrong ledger.");
    }

    [Fact]
    public async Task A_menu_of_the_list_stays_open_while_the_list_looks_again_and_leads_back()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        await host.RunAsync(41);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var page = pages.Open<RunsPage>("/runs");
        page.WaitForAssertion(() => Numbers(page).ShouldBe(["2", "1"]));
        await page.InvokeAsync(() => page.Find("button[aria-label='More about run 1']").Click());
        pages.Popovers.WaitForAssertion(() => pages.Popovers.Markup.ShouldContain("Go back to this run"));

        var drawn = page.RenderCount;
        host.Host.Clock.Advance(TimeSpan.FromSeconds(5));
        page.WaitForAssertion(() => page.RenderCount.ShouldBeGreaterThan(drawn));

        pages.Popovers.Markup.ShouldContain("Go back to this run");
        await pages.Popovers.InvokeAsync(() => pages.Popovers.FindAll(".mud-menu-item").Single(item => item.TextContent.Contains("Go back to this run", StringComparison.Ordinal)).Click());
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Find(".mud-dialog").TextContent.ShouldContain("1 run is taken back: run 2"));
    }

    [Fact]
    public async Task Going_back_is_not_offered_where_it_is_refused()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        await host.RunAsync(41);
        await using (PageFixture readers = new(host.Host.Rooms, AccessRole.Reader))
        {
            var seen = Open(readers, 2);
            seen.WaitForAssertion(() => seen.Markup.ShouldContain("Readers see this run."));
            var earlier = Open(readers, 1);
            earlier.WaitForAssertion(() => earlier.Markup.ShouldContain("Going back to this one takes the role operator"));
            earlier.FindAll("button").ShouldNotContain(button => button.TextContent.Contains("Go back", StringComparison.Ordinal));
        }

        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Operator);
        var queued = await host.Host.Runs.QueueAsync(LedgerHost.Connector, "test", isFull: false, Token);
        var atWork = Open(pages, 1);
        atWork.WaitForAssertion(() => atWork.Markup.ShouldContain($"is at work: run {queued.Id}"));
        await host.Host.Runs.CancelAsync(queued.Id, Token);
        await host.AlterAsync("UPDATE Runs SET PrunedAt = '2026-03-01T08:00:00.0000000Z' WHERE Id = 1");
        var pruned = Open(pages, 1);
        pruned.WaitForAssertion(() => pruned.Markup.ShouldContain("were pruned at"));
        pruned.FindAll("button").ShouldNotContain(button => button.TextContent.Contains("Go back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_says_so_and_its_certificate_is_one_click_away()
    {
        await using var host = await LedgerHost.StartAsync();
        await host.RunAsync(40);
        var dry = await host.Host.Runs.QueueAsync(LedgerHost.Connector, "test", isFull: false, isDryRun: true, Token);
        await host.Host.Runs.ExecuteAsync(dry.Id, Token);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, dry.Id);
        page.WaitForAssertion(() => page.Markup.ShouldContain("It was a dry run"));
        page.FindAll(".run-ways a").Select(link => link.GetAttribute("href")).ShouldBe([$"/runs/{dry.Id}/certificate"]);

        var published = Open(pages, 1);
        published.WaitForAssertion(() => published.FindAll(".run-ways a").Select(link => link.GetAttribute("href")).ShouldBe(["/runs/1/certificate", "/changes?connector=1&asOf=1"]));
    }

    private static List<string> Numbers(IRenderedComponent<RunsPage> page) => [.. page.FindAll("td[data-label=Run]").Select(cell => cell.TextContent.Trim())];

    private static IRenderedComponent<RunPage> Open(PageFixture pages, long run, string query = "") =>
        pages.Open<RunPage>($"/runs/{run}{query}", parameters => parameters.Add(page => page.Id, run));

    private static IRenderedComponent<RunPage> OpenHeld(PageFixture pages, long run, string query = "")
    {
        var page = Open(pages, run, query);
        page.WaitForElement(".vanished li");

        return page;
    }
}
