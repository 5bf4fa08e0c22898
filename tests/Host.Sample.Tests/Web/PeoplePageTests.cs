using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Privacy;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.People;

namespace Host.Sample.Tests.Web;

public sealed class PeoplePageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_is_known_of_an_account_stands_on_its_page()
    {
        await using var seats = await WithAdaAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "ada");

        page.WaitForAssertion(() => page.Find(".seat").TextContent.ShouldContain("active"));
        page.Find("h1").TextContent.ShouldBe("Name of ada");
        page.Find(".seat").TextContent.ShouldContain("The seats, run 1");
        page.Find(".seat").TextContent.ShouldContain("No candidate: active.");

        // Also the source that says nothing is told.
        var signs = page.FindAll(".seat tbody tr").Select(row => row.TextContent).ToList();
        signs.ShouldContain(row => row.Contains("The sign_ins"));
        signs.ShouldContain(row => row.Contains("The days") && row.Contains("cannot say") && row.Contains("covers nothing"));
        page.WaitForAssertion(() => page.FindAll("[aria-label=Groups] tbody tr").Single().TextContent.ShouldContain("Gardeners"));
        page.WaitForAssertion(() => page.FindAll("[aria-label=Spaces] tbody tr").Single().TextContent.ShouldContain("Shed"));
        page.WaitForAssertion(() => page.FindAll("[aria-label='Made, installed or answered for'] tbody tr").Single().TextContent.ShouldContain("Watering"));
        page.WaitForAssertion(() => page.Find(".history").TextContent.ShouldContain("Joined"));

        // The column that decided the kind of account is marked.
        page.FindAll(".deciding").Single().TextContent.ShouldContain("Decided the type.");
        page.FindAll(".deciding th span").Single().TextContent.ShouldBe("type");
        page.FindAll("a").Single(link => link.TextContent == "Erase …").GetAttribute("href").ShouldBe("/connectors/orchard/1/safeguards");
    }

    [Theory]
    [InlineData("never", "There is no account of this id")]
    [InlineData("", "The address names no account.")]
    [InlineData("ada&asOf=yesterday", "as of when")]
    [InlineData("ada&asOf=99", "has no run 99")]
    public async Task An_address_that_leads_to_nobody_says_so(string account, string says)
    {
        await using var seats = await WithAdaAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = pages.Open<PeoplePage>($"/people/1?account={account}", parameters => parameters.Add(person => person.ConnectorId, 1));

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain(says));
        page.FindAll(".seat").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connector_that_is_not_there_is_told()
    {
        await using var seats = await WithAdaAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = pages.Open<PeoplePage>("/people/9?account=ada", parameters => parameters.Add(person => person.ConnectorId, 9));

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("There is no connector 9."));
    }

    [Fact]
    public async Task An_account_that_is_gone_is_shown_as_it_was_last()
    {
        await using var seats = await WithAdaAsync();
        seats.Connector.Add("stays", isBilled: true);
        seats.Connector.People.RemoveAt(0);
        seats.Connector.Seats.RemoveAt(0);
        await seats.RunAsync(daysLater: 1);
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "ada");

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("This account is gone: in run 2"));
        page.Find("h1").TextContent.ShouldBe("Name of ada");
        page.FindAll(".seat").ShouldBeEmpty();
        page.WaitForAssertion(() => page.Find(".history").TextContent.ShouldContain("Gone"));
    }

    [Fact]
    public async Task An_account_that_was_erased_is_told_and_nothing_else()
    {
        await using var seats = await WithAdaAsync();
        seats.Connector.Add("stays", isBilled: true);
        await seats.RunAsync(daysLater: 1);
        await seats.Host.Get<AccountErasure>().EraseAsync("Seats", "ada", "Request 7", Token);
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "ada");

        page.WaitForAssertion(() => page.Find(".mud-alert").TextContent.ShouldContain("was erased on request"));
        page.Markup.ShouldNotContain("Name of ada");
        page.Markup.ShouldNotContain("Request 7");
        page.FindAll(".seat, .history").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_id_of_odd_characters_is_found_and_a_name_of_them_steers_nothing()
    {
        const string Id = "org/ada ü?&=#%";
        await using var seats = await SeatsHost.StartAsync();
        seats.Connector.People.Add(new(Id, "\u202E<i>x</i>\u0000" + new string('y', 10_000), "x@seats.example", "member", "active"));
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = pages.Open<PeoplePage>(PersonLink.To(1, Id, null), parameters => parameters.Add(person => person.ConnectorId, 1));

        page.WaitForAssertion(() => page.Find("h1").TextContent.ShouldStartWith("\uFFFD<i>x</i>\uFFFD"));
        page.Find("h1").TextContent.Length.ShouldBeLessThan(200);
        page.WaitForElement(".seat");
    }

    [Fact]
    public async Task What_privacy_leaves_out_or_hashes_is_told_as_such()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<PrivacyService>().ChooseAsync(host.Id, PersonalDataTreatment.Hash, PersonalDataTreatment.Drop, Token);
        await host.RunAsync();
        var pages = host.As(AccessRole.Reader);

        var page = pages.Open<PeoplePage>($"/people/{host.Id}?account=G00000007", parameters => parameters.Add(person => person.ConnectorId, host.Connector.Id));

        page.WaitForAssertion(() => Row("email").ShouldContain("Stored as a keyed hash"));
        Row("name").ShouldContain("Not stored: the connector's privacy choice leaves it out.");
        page.Markup.ShouldNotContain("@orchard.example");

        string Row(string column) => page.FindAll(".detail-values tr").First(row => row.QuerySelector("th span")?.TextContent == column).TextContent;
    }

    [Fact]
    public async Task An_operator_leaves_it_out_with_a_reason_and_includes_it_again()
    {
        await using var seats = await WithAdaAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);
        var page = Open(pages, "ada");
        page.WaitForElement(".row-form input");
        PageFixture.Button(page, "Leave it out").HasAttribute("disabled").ShouldBeTrue("without a reason");

        await page.InvokeAsync(() => page.FindAll(".row-form input")[0].Input("On leave"));
        await page.InvokeAsync(() => page.Find(".row-form").Submit());

        page.WaitForAssertion(() => page.Find(".exclusions").TextContent.ShouldContain("On leave"));
        page.WaitForAssertion(() => page.Find(".seat").TextContent.ShouldContain("No candidate: excluded."));
        await page.InvokeAsync(() => page.FindAll("button").Single(button => button.TextContent.Trim() == "Include again").Click());
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Find(".consequences").TextContent.ShouldContain("On leave"));
        PageFixture.Button(pages.Dialogs, "Include again").Click();

        page.WaitForAssertion(() => page.FindAll(".exclusions li").ShouldBeEmpty());
        (await seats.Host.Get<SeatExclusions>().ListAsync("Seats", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_last_day_that_has_passed_is_refused_and_what_was_typed_stays()
    {
        await using var seats = await WithAdaAsync();
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Operator);
        var page = Open(pages, "ada");
        page.WaitForAssertion(() => page.FindAll(".row-form input").Count.ShouldBeGreaterThan(1));

        await page.InvokeAsync(() => page.FindAll(".row-form input")[0].Input("On leave"));
        await page.InvokeAsync(() => page.FindAll(".row-form input")[1].Change("2020-01-01"));
        page.WaitForAssertion(() => page.FindAll(".row-form input")[0].GetAttribute("value").ShouldBe("On leave"));
        await page.InvokeAsync(() => page.Find(".row-form").Submit());

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldContain("has passed"));
        page.WaitForAssertion(() => page.FindAll(".row-form input")[0].GetAttribute("value").ShouldBe("On leave"));
    }

    [Fact]
    public async Task A_reader_sees_which_role_it_takes()
    {
        await using var seats = await WithAdaAsync();
        await seats.Host.Get<SeatExclusions>().AddAsync("Seats", SeatExclusionKind.Group, "g", "Seasonal", null, Token);
        await using PageFixture pages = new(seats.Host.Rooms, AccessRole.Reader);

        var page = Open(pages, "ada");

        page.WaitForAssertion(() => page.Find(".exclusions").TextContent.ShouldContain("as a member of the group Gardeners"));
        page.Markup.ShouldContain("takes the role operator");
        page.FindAll(".row-form").ShouldBeEmpty();
        page.FindAll("a").ShouldNotContain(link => link.TextContent == "Erase …");
    }

    [Fact]
    public async Task Without_its_plugin_what_was_collected_is_still_shown()
    {
        await using var seats = await SeatsHost.StartAsync(configure: services => services.UseNoPlugin());
        seats.Connector.Add("ada", isBilled: true, signIns: seats.Ago(1));
        await seats.RunAsync();
        await using PageFixture pages = new(seats.Host.Rooms);

        var page = Open(pages, "ada");

        page.WaitForAssertion(() => page.Find(".seat").TextContent.ShouldContain("active"));
        page.WaitForElement(".history");
    }

    private static IRenderedComponent<PeoplePage> Open(PageFixture pages, string account) =>
        pages.Open<PeoplePage>($"/people/1?account={account}", parameters => parameters.Add(person => person.ConnectorId, 1));

    private static async Task<SeatsHost> WithAdaAsync()
    {
        var seats = await SeatsHost.StartAsync(withPlaces: true);
        seats.Connector.Add("ada", isBilled: true, signIns: seats.Ago(1));
        seats.Connector.Groups.Add(new("g", "Gardeners"));
        seats.Connector.Members.Add(("g", "ada"));
        seats.Connector.Rooms.Add(new("r", "Shed"));
        seats.Connector.InRooms.Add(("r", "ada"));
        seats.Connector.Apps.Add(new("app", "Watering", "ada"));
        await seats.RunAsync();

        return seats;
    }
}
