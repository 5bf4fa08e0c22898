using Bunit;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Changes;

namespace Host.Sample.Tests.Web;

/// <summary>The change feed as a line of time.</summary>
public sealed class ChangesPageTests
{
    [Fact]
    public async Task Without_an_inventory_it_says_what_will_be_shown()
    {
        await using var host = await SeatsHost.StartAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>("/changes");

        page.WaitForAssertion(() => page.Find(".empty").TextContent.ShouldContain("takes two runs"));
    }

    [Fact]
    public async Task Each_run_is_a_step_with_its_changes_and_the_first_one_says_that_all_was_new()
    {
        await using var host = await TwoRunsAsync("Ada Apple");
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>("/changes");

        page.WaitForAssertion(() => page.FindAll(".timeline > li").Count.ShouldBe(2));
        page.WaitForAssertion(() => page.Find(".kinds").TextContent.ShouldContain("Account joined"));
        page.Find(".events").TextContent.ShouldContain("Ada Apple");
        page.FindAll(".timeline > li")[1].TextContent.ShouldContain("everything in it was new");
    }

    [Fact]
    public async Task A_kind_that_is_pressed_stands_in_the_address_and_leaves_the_others_out()
    {
        await using var host = await TwoRunsAsync("Ada Apple");
        await using PageFixture pages = new(host.Host.Rooms);
        var page = pages.Open<ChangesPage>("/changes");
        page.WaitForAssertion(() => page.FindAll("button.kind").Count.ShouldBeGreaterThan(1));

        await page.InvokeAsync(() => page.FindAll("button.kind").Single(button => button.TextContent.Contains("Seat added", StringComparison.Ordinal)).ClickAsync(new()));

        pages.Navigation.Uri.ShouldContain("kind=seat.added");
        page.WaitForAssertion(() => page.FindAll(".event-kind").Select(kind => kind.TextContent).Distinct().ShouldBe(["Seat added"]));
        page.FindAll("button.kind").Count.ShouldBeGreaterThan(1, "the other kinds can still be chosen");
    }

    [Theory]
    [InlineData("?kind=account.vanished")]
    [InlineData("?search=%E2%80%AE")]
    [InlineData("?kind=&stream=&search=")]
    public async Task What_makes_no_sense_in_an_address_breaks_nothing(string query)
    {
        await using var host = await TwoRunsAsync("Ada Apple");
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>($"/changes{query}");

        page.WaitForAssertion(() => page.FindAll(".timeline > li").Count.ShouldBe(2));
        page.FindAll("[role=alert]").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2")]
    [InlineData("?from=77")]
    [InlineData("?stream=nothing")]
    public async Task What_cannot_be_shown_is_told(string query)
    {
        await using var host = await TwoRunsAsync("Ada Apple");
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>($"/changes{query}");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldNotBeEmpty());
    }

    [Fact]
    public async Task Two_runs_are_compared()
    {
        await using var host = await TwoRunsAsync("Ada Apple");
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>("/changes?from=1");

        page.WaitForAssertion(() => page.Find("section h2").TextContent.ShouldBe("From run 1 to run 2"));
        page.WaitForAssertion(() => page.Find(".events").TextContent.ShouldContain("Ada Apple"));
    }

    [Fact]
    public async Task A_name_that_would_steer_the_page_is_shown_as_text()
    {
        await using var host = await TwoRunsAsync("<script>\u202Eevil\u0007" + new string('x', 10_000));
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>("/changes?stream=people");

        page.WaitForAssertion(() => page.Find(".events").TextContent.ShouldContain("<script>"));
        page.Find(".events").TextContent.ShouldNotContain("\u202E");
        page.Find(".events").TextContent.Length.ShouldBeLessThan(2_000);
    }

    [Fact]
    public async Task Ten_thousand_changes_are_shown_some_at_a_time()
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.Add("first", isBilled: true);
        await host.RunAsync();

        for (var number = 0; number < 10_000; number++)
        {
            host.Connector.Add($"late-{number}", isBilled: false);
        }

        await host.RunAsync(daysLater: 1);
        await using PageFixture pages = new(host.Host.Rooms);

        var page = pages.Open<ChangesPage>("/changes?kind=account.joined");

        page.WaitForAssertion(() => page.FindAll(".events > li").Count.ShouldBe(50), TimeSpan.FromSeconds(60));
        await PageFixture.PressAsync(page, "Show 50 more");
        page.WaitForAssertion(() => page.FindAll(".events > li").Count.ShouldBe(100), TimeSpan.FromSeconds(60));
    }

    private static async Task<SeatsHost> TwoRunsAsync(string name)
    {
        var host = await SeatsHost.StartAsync();
        host.Connector.Add("first", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync();
        host.Connector.People.Add(new("ada", name, "ada@seats.example", "member", "active"));
        host.Connector.Seats.Add(("ada", true));
        await host.RunAsync(daysLater: 1);

        return host;
    }
}
