using Bunit;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Licences;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Tests.Web;

public sealed class LicencesPageTests
{
    [Fact]
    public async Task Every_account_has_a_row_with_what_is_known_and_a_link_to_all_of_it()
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/licences");

        page.WaitForAssertion(() => page.FindAll("tbody tr").Count(row => row.QuerySelector(".person") is not null).ShouldBe(4));
        var row = page.FindAll("tbody tr").Single(row => row.TextContent.Contains("Name of used"));
        row.TextContent.ShouldContain("member");
        row.TextContent.ShouldContain("yes");
        row.TextContent.ShouldContain("The sign_ins");
        row.TextContent.ShouldContain("active");
        row.QuerySelector("a")!.GetAttribute("href").ShouldBe("/people/1?account=used");
    }

    [Fact]
    public async Task Counts_by_status_are_those_of_the_room_and_a_press_filters()
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/licences");
        page.WaitForElement(".status-count");

        var counts = (await seats.PositionsAsync(new())).Counts;
        page.FindAll(".status-count local-number").Select(count => count.GetAttribute("value")).ShouldBe(counts.Values.Select(count => count.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        page.FindAll(".status-count").Single(count => count.TextContent.Contains("idle")).Click();

        pages.Navigation.Uri.ShouldEndWith("/licences?connector=1&status=Idle");
    }

    [Theory]
    [InlineData("?status=Idle", "idle old-hand")]
    [InlineData("?billed=No", "old-hand")]
    [InlineData("?used=Today&used=Within7Days", "used")]
    [InlineData("?type=guest", "idle")]
    [InlineData("?search=USED@", "used")]
    [InlineData("?status=Idle&billed=Yes", "idle")]
    [InlineData("?status=Idle&idle=365", "old-hand")]
    [InlineData("?sort=LastSeen&desc=true&status=Idle&status=Active", "used idle old-hand")]
    public async Task The_address_says_which_accounts_are_shown_and_exports_are_of_exactly_those(string query, string shown)
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, $"/licences{query}");

        page.WaitForAssertion(() => Accounts(page).ShouldBe(shown.Split(' '), ignoreOrder: !query.Contains("sort")));
        await page.InvokeAsync(() => PageFixture.Button(page, "Export").Click());
        pages.Popovers.WaitForAssertion(() => pages.Popovers.FindAll("a[href*='/export']").Count.ShouldBe(3));
        var state = LicenceState.Parse(new($"http://localhost/licences{query}"));

        foreach (var link in pages.Popovers.FindAll("a[href*='/export']"))
        {
            var address = link.GetAttribute("href")!;
            address.ShouldStartWith("/api/connectors/1/licences/position/export?");
            var fields = QueryHelpers.ParseQuery(address[address.IndexOf('?')..]);
            fields["asOf"].ShouldBe(["1"]);
            fields.GetValueOrDefault("status").ShouldBe(state.Statuses.Select(status => status.ToString()).ToArray());
            fields.GetValueOrDefault("billed").ShouldBe(state.Billed.Select(billed => billed.ToString()).ToArray());
            fields.GetValueOrDefault("used").ShouldBe(state.Ages.Select(age => age.ToString()).ToArray());
            fields.GetValueOrDefault("type").ShouldBe(state.Types.ToArray());
            fields.GetValueOrDefault("search").FirstOrDefault().ShouldBe(state.Search);
            fields.GetValueOrDefault("idleDays").FirstOrDefault().ShouldBe(state.IdleDays?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("?idle=0", "from 1 to")]
    [InlineData("?idle=soon", "'soon' idle days")]
    [InlineData("?idle=99999", "from 1 to")]
    [InlineData("?status=Asleep", "'status'")]
    [InlineData("?billed=Maybe", "'billed'")]
    [InlineData("?used=Ever", "'used'")]
    [InlineData("?sort=Shoe", "'sort'")]
    public async Task An_address_that_means_nothing_is_told_and_shows_nobody(string query, string says)
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, $"/licences{query}");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain(says));
        page.FindAll("tbody tr").ShouldBeEmpty();
        page.FindAll("a").ShouldContain(link => link.TextContent == "Show all accounts");
    }

    [Fact]
    public async Task Beyond_the_last_page_there_is_a_way_back()
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/licences?page=77&size=50");
        page.WaitForAssertion(() => page.Find(".grid-empty").TextContent.ShouldContain("There is no page 77."));

        await page.InvokeAsync(() => PageFixture.Button(page, "To the first page").Click());

        page.WaitForAssertion(() => Accounts(page).Count.ShouldBe(4));
    }

    [Fact]
    public async Task No_evidence_is_told_from_idle_with_what_to_do()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.Add("ada", isBilled: true);
        seats.Connector.Ends["sign_ins"] = SeatsHost.Closed;
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/licences");

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("No evidence is not idle."));
        page.Find(".mud-alert").TextContent.ShouldContain("Grant log:read.");
        page.Find(".sources").TextContent.ShouldContain("covers nothing");
        page.FindAll("tbody tr").ShouldContain(row => row.TextContent.Contains("no evidence"));
    }

    [Fact]
    public async Task Names_that_would_steer_the_page_are_shown_as_text_and_cut()
    {
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.People.Add(new("a/b?c=d", "\u202Eevil\u0007<b>bold</b>" + new string('x', 10_000), "x@seats.example", "member", "active"));
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "/licences");

        page.WaitForElement(".person");
        var link = page.Find(".person a");
        link.TextContent.ShouldStartWith("\uFFFDevil\uFFFD<b>bold</b>");
        link.TextContent.Length.ShouldBeLessThan(200);
        link.QuerySelector("b").ShouldBeNull();
        link.GetAttribute("href").ShouldBe("/people/1?account=a%2Fb%3Fc%3Dd");
    }

    [Fact]
    public async Task A_press_on_a_heading_sorts_up_then_down_then_not()
    {
        await using var seats = await WithPeopleAsync();
        await using PageFixture pages = new(seats.Host.Rooms);
        var page = Open(pages, "/licences");
        page.WaitForElement(".sort");
        List<string> addresses = [];

        for (var press = 0; press < 3; press++)
        {
            await page.InvokeAsync(() => page.FindAll(".sort").Single(heading => heading.TextContent.Trim() == "Name").Click());
            addresses.Add(new Uri(pages.Navigation.Uri).Query);
            page.WaitForAssertion(() => page.Find("[aria-busy]").GetAttribute("aria-busy").ShouldBe("false"));
        }

        addresses.ShouldBe(["?connector=1&sort=Name", "?connector=1&sort=Name&desc=true", "?connector=1"]);
    }

    [Fact]
    public void An_address_shows_what_it_was_made_of()
    {
        var state = LicenceState.Parse(new("http://localhost/licences?status=NeverSeen&status=Idle&billed=Yes&used=Within30Days&type=a%26b&search=x%2Fy&idle=45&sort=LastSeen&desc=true&page=3&size=100"));

        state.ShouldSatisfyAllConditions(
            read => read.Statuses.ShouldBe([LicenceStatus.NeverSeen, LicenceStatus.Idle]),
            read => read.Billed.ShouldBe([BilledNow.Yes]),
            read => read.Ages.ShouldBe([UseAge.Within30Days]),
            read => read.Types.ShouldBe(["a&b"]),
            read => (read.Search, read.IdleDays, read.Order, read.IsDescending, read.Page, read.PageSize).ShouldBe(("x/y", 45, PositionOrder.LastSeen, true, 3, 100)),
            read => (read.Query(default).Skip, read.Query(default).Take).ShouldBe((200, 100)));
    }

    private static IRenderedComponent<LicencesPage> Open(PageFixture pages, string address) => pages.Open<LicencesPage>(address);

    private static IReadOnlyList<string> Accounts(IRenderedComponent<LicencesPage> page) =>
        [.. page.FindAll(".person a").Select(link => QueryHelpers.ParseQuery(link.GetAttribute("href")!["/people/1".Length..])["account"].ToString())];

    private static async Task<SeatsHost> WithPeopleAsync()
    {
        var seats = await SeatsHost.StartAsync();
        seats.AddOldHand();
        seats.Connector.Add("used", isBilled: true, signIns: seats.Ago(1));
        seats.Connector.Add("idle", isBilled: true, type: "guest", signIns: seats.Ago(100));
        seats.Connector.Add("gone", isBilled: null, status: "deactivated");
        (await seats.RunAsync()).State.ShouldBe(RunState.Published);

        return seats;
    }
}
