using AngleSharp.Dom;
using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Licences;
using Host.Sample.Runs;
using Host.Sample.Tests.Insights;
using Host.Sample.Tests.Licences;
using Host.Sample.Tests.Runs;
using Host.Sample.Web.Pages;

namespace Host.Sample.Tests.Web;

/// <summary>What an analyst sees first.</summary>
public sealed class OverviewTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_complete_run_the_first_steps_are_shown()
    {
        await using var host = await SeatsHost.StartAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<Overview>("/");

        page.WaitForAssertion(() => page.Find(".first-steps").TextContent.ShouldContain("Run it for the first time"), Patience);
        page.Find(".connector-states").TextContent.ShouldContain("Nothing yet");
        page.FindAll("figure").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_never_ended_is_told_and_what_was_published_before_is_shown()
    {
        await using var host = await PeopleAsync();
        var run = await host.Host.Runs.QueueAsync("Seats", "test", isFull: false, Token);
        await host.Host.SqlAsync<object>($"UPDATE Runs SET State = 'Running' WHERE Id = {run.Id} RETURNING Id", Token);
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        page.Find(".mud-alert").TextContent.ShouldContain($"Run {run.Id} came later and is running");
        Card(page, "seats").TextContent.ShouldContain("Seats charged for");
    }

    [Fact]
    public async Task Each_figure_of_seats_and_of_use_leads_to_the_accounts_behind_it()
    {
        await using var host = await PeopleAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Figures(page, "seats").ShouldBe(new Dictionary<string, string> { ["Active"] = "1", ["Idle"] = "1", ["Never seen"] = "1", ["No evidence"] = "0" });
        Card(page, "seats").QuerySelectorAll("td a").Select(link => link.GetAttribute("href")).ShouldContain("/licences?connector=1&billed=Yes&status=Idle");
        Card(page, "use").QuerySelectorAll("td a").Select(link => link.GetAttribute("href")).ShouldContain("/licences?connector=1&used=Within7Days");
        Figures(page, "use")["No evidence"].ShouldBe("1");
    }

    [Fact]
    public async Task Without_a_price_seats_are_counted_and_the_way_to_the_price_is_told()
    {
        await using var host = await PeopleAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "reclaim").QuerySelector("h3")!.TextContent.ShouldBe("Reclaimable seats");
        Card(page, "reclaim").TextContent.ShouldContain("No price is known");
        Card(page, "reclaim").QuerySelectorAll("a").Select(link => link.GetAttribute("href")).ShouldContain("/reclaim?connector=1&class=Credit");
    }

    [Fact]
    public async Task Money_is_told_in_the_currency_of_the_terms_that_hold_now()
    {
        await using var host = await PeopleAsync();
        await host.TermsAsync(new() { Price = 10, Currency = "EUR", Renewal = new(2026, 3, 20) });
        await host.Host.Get<Dashboards>().WholeAsync("Seats", default, Token);
        await host.TermsAsync(new() { Price = 900, Currency = "JPY", Renewal = new(2026, 3, 20) });
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "reclaim").TextContent.ShouldContain("JPY");
        Card(page, "reclaim").TextContent.ShouldNotContain("EUR");
    }

    [Fact]
    public async Task A_renewal_in_the_past_is_told_and_no_amount_is_made_up()
    {
        await using var host = await PeopleAsync();
        await host.TermsAsync(new() { Price = 10, Currency = "EUR", Renewal = new(2026, 3, 4) });
        host.Host.Clock.Advance(TimeSpan.FromDays(10));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "reclaim").TextContent.ShouldContain("2026-03-04 has passed");
        Figures(page, "reclaim")["Credited now"].ShouldBe("not known");
    }

    [Fact]
    public async Task Everybody_excluded_leaves_nothing_to_take_back()
    {
        await using var host = await PeopleAsync();

        foreach (var account in (string[])["ada", "bob", "cleo", "old-hand"])
        {
            await host.Host.Get<SeatExclusions>().AddAsync("Seats", SeatExclusionKind.Account, account, "All are on leave.", null, Token);
        }

        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "reclaim").TextContent.ShouldContain("are excluded");
        Card(page, "reclaim").QuerySelector(".figure local-number")!.GetAttribute("value").ShouldBe("0");
        Card(page, "reclaim").TextContent.ShouldContain("All of these figures are 0.");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task No_account_and_one_account_are_no_trouble(int accounts)
    {
        await using var host = await SeatsHost.StartAsync(SeatsHost.ByUse);

        if (accounts == 1)
        {
            host.Connector.Add("ada", isBilled: true, signIns: host.Ago(1));
        }

        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "types").QuerySelector(".figure local-number")!.GetAttribute("value").ShouldBe($"{accounts}");
        Card(page, "trend").TextContent.ShouldContain(accounts == 1 ? "One run is a point" : "Seats over time");
    }

    [Fact]
    public async Task Names_of_services_and_people_steer_nothing()
    {
        PlacesConnector places = new();
        await using var host = await TestHost.StartAsync(new OrchardOpener(places), Token);
        await host.AddConnectorAsync("Places", null, Token);
        var evil = $"\u202Eevil\u0007{new string('x', 10_000)}";
        places.Write(PlacesConnector.People, ["ann", evil, "deactivated"]);
        places.Write(PlacesConnector.Tools, ["tool", evil, "false", "read:all", "ann"], ["tool2", "<b>bold</b>", "false", $"admin.{evil}", "ann"]);
        await host.RunAsync("Places", Token);
        await host.Get<Dashboards>().WholeAsync("Places", default, Token);
        await using PageFixture pages = new(host.Rooms);

        var page = pages.Open<Overview>("/");

        page.WaitForAssertion(() => page.Find("#apps").ShouldNotBeNull(), Patience);
        page.Markup.ShouldNotContain("\u202E");
        page.Markup.ShouldNotContain("<b>bold");
        page.Markup.ShouldNotContain(new string('x', 200));
        Card(page, "apps").TextContent.ShouldContain("who is deactivated");
        Card(page, "apps").QuerySelectorAll("a").Select(link => link.GetAttribute("href")).ShouldContain("/people/1?account=ann");
    }

    [Theory]
    [InlineData("/?asOf=4711", "has no run 4711")]
    [InlineData("/?asOf=2001-01-01", "had no inventory yet")]
    [InlineData("/?asOf=%E2%80%AEsoon", "does not say as of when")]
    [InlineData("/?connector=4711", "There is no connector 4711")]
    public async Task An_address_that_means_nothing_is_told_with_what_to_do(string address, string told)
    {
        await using var host = await PeopleAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<Overview>(address);

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain(told), Patience);
        page.FindAll("figure").ShouldBeEmpty();
    }

    [Fact]
    public async Task As_of_an_earlier_run_its_figures_are_shown_and_links_keep_to_it()
    {
        await using var host = await PeopleAsync();
        host.Connector.Add("dan", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync(daysLater: 1);
        await host.Host.Get<Dashboards>().WholeAsync("Seats", 1, Token);
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/?asOf=1");

        Card(page, "types").QuerySelector(".figure local-number")!.GetAttribute("value").ShouldBe("4");
        Card(page, "seats").QuerySelectorAll("td a").ShouldAllBe(link => link.GetAttribute("href")!.Contains("asOf=1", StringComparison.Ordinal));
        page.FindAll("figure#trend, [aria-labelledby=trend] tbody tr").Count.ShouldBe(1, "later runs are not known as of then");
    }

    [Fact]
    public async Task What_is_still_worked_out_says_so_and_appears()
    {
        await using var host = await PeopleAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<Overview>("/");

        page.WaitForAssertion(
            () =>
            {
                host.Host.Clock.Advance(TimeSpan.FromSeconds(6));
                page.Markup.ShouldNotContain("Being worked out");
                Card(page, "seats").TextContent.ShouldContain("Seats charged for");
            },
            Patience);
    }

    [Fact]
    public async Task Several_connectors_are_listed_and_one_is_shown()
    {
        await using var host = await PeopleAsync();
        await host.Host.AddConnectorAsync("Other seats", null, Token);
        await host.Host.RunAsync("Other seats", Token);
        await host.Host.AddConnectorAsync("Never run", null, Token);
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/?connector=2", "Other seats");

        page.FindAll(".connector-states tbody tr").Count.ShouldBe(3);
        page.Find(".glance h2").TextContent.ShouldContain("Other seats");
        page.FindAll(".glance").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_reader_sees_all_figures_and_no_button_to_run()
    {
        await using var host = await PeopleAsync();
        await host.Host.AddConnectorAsync("Never run", null, Token);
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = await ShownAsync(host, pages, "/");

        page.FindAll("figure").Count.ShouldBeGreaterThan(3);
        page.FindAll("button").ShouldAllBe(button => !button.TextContent.Contains("Run now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_card_without_figures_says_why()
    {
        await using var host = await PeopleAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = await ShownAsync(host, pages, "/");

        Card(page, "apps").TextContent.ShouldContain("No stream of this connector tells which permissions applications have.");
        Card(page, "spaces").TextContent.ShouldContain("No stream of this connector lists spaces");
        Card(page, "groups").TextContent.ShouldContain("No stream of this connector lists groups");
        Card(page, "changes").TextContent.ShouldContain("no earlier run");
    }

    [Fact]
    public async Task Spaces_are_listed_by_owner_and_by_traffic()
    {
        PlacesConnector places = new(TimeSpan.FromDays(365));
        await using var host = await TestHost.StartAsync(new OrchardOpener(places), Token);
        await host.AddConnectorAsync("Places", null, Token);
        places.Write(PlacesConnector.People, ["ann", "Ann", "deactivated"]);
        places.Write(PlacesConnector.Rooms, ["a", "Attic", "false", "3", "ann"], ["b", "Barn", "false", "3", null]);
        await host.RunAsync("Places", Token);
        await using PageFixture pages = new(host.Rooms);

        var page = pages.Open<SpacesPage>("/spaces?owner=Deactivated");

        page.WaitForAssertion(() => page.FindAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain("Attic"), Patience);
        page.FindAll("tbody a").Select(link => link.GetAttribute("href")).ShouldBe(["/inventory/1/rooms?row=a", "/people/1?account=ann"]);
    }

    private static async Task<SeatsHost> PeopleAsync()
    {
        // A seat that is charged for whether it is used or not proves no use.
        var host = await SeatsHost.StartAsync(SeatsHost.ByUse with { UnchargedAfter = null });
        host.AddOldHand();
        host.Connector.Add("ada", isBilled: true, signIns: host.Ago(2));
        host.Connector.Add("bob", isBilled: true, signIns: host.Ago(200));
        host.Connector.Add("cleo", isBilled: true);
        await host.RunAsync();

        return host;
    }

    /// <summary>The page with all that takes long worked out before.</summary>
    private static async Task<IRenderedComponent<Overview>> ShownAsync(SeatsHost host, PageFixture pages, string address, string connector = "Seats")
    {
        await host.Host.Get<Dashboards>().WholeAsync(connector, default, Token);
        var page = pages.Open<Overview>(address);
        page.WaitForAssertion(() => page.Find("#seats").ShouldNotBeNull(), Patience);

        return page;
    }

    private static IElement Card(IRenderedComponent<Overview> page, string id) => page.Find($"[aria-labelledby={id}]");

    private static Dictionary<string, string> Figures(IRenderedComponent<Overview> page, string id) => Card(page, id).QuerySelectorAll("tbody tr")
        .ToDictionary(row => row.QuerySelector("th bdi")!.TextContent, row => row.QuerySelector("td local-number")?.GetAttribute("value") ?? row.QuerySelector("td")!.TextContent.Trim());
}
