using Bunit;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Scope;
using Microsoft.AspNetCore.Components;

namespace Host.Sample.Tests.Web;

/// <summary>Pages about one connector's inventory as of some moment.</summary>
public sealed class ScopedTests
{
    private static readonly RenderFragment<InventoryScope> Content = scope => builder => builder.AddMarkupContent(0, $"<p id=\"shown\">{scope.Connector.Name} as of {scope.AsOfText ?? "now"}</p>");

    [Fact]
    public async Task Without_an_inventory_it_says_what_will_be_shown_and_which_step_is_missing()
    {
        await using var host = await SeatsHost.StartAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = Open(pages, "/somewhere");

        page.WaitForAssertion(() => page.Find(".empty").TextContent.ShouldContain("What everybody waits for."));
        page.WaitForAssertion(() => page.Find(".empty a").TextContent.ShouldNotBeEmpty());
        page.FindAll("#shown").ShouldBeEmpty();
    }

    [Fact]
    public async Task The_only_inventory_is_shown_as_of_now()
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.Add("ada", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = Open(pages, "/somewhere");

        page.WaitForAssertion(() => page.Find("#shown").TextContent.ShouldBe("Seats as of now"));
    }

    [Theory]
    [InlineData("1", "Seats as of 1")]
    [InlineData("2026-03-01", "Seats as of 2026-03-01")]
    public async Task The_address_says_as_of_when(string asOf, string shown)
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.Add("ada", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = Open(pages, $"/somewhere?connector=1&asOf={asOf}");

        page.WaitForAssertion(() => page.Find("#shown").TextContent.ShouldBe(shown));
    }

    [Theory]
    [InlineData("?connector=99")]
    [InlineData("?asOf=yesterday")]
    public async Task An_address_that_means_nothing_is_told(string query)
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.Add("ada", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);

        var page = Open(pages, $"/somewhere{query}");

        page.WaitForAssertion(() => page.Find("[role=alert]").TextContent.ShouldNotBeEmpty());
        page.FindAll("#shown").ShouldBeEmpty();
    }

    private static IRenderedComponent<Scoped> Open(PageFixture pages, string address) =>
        pages.Open<Scoped>(address, parameters => parameters.Add(scoped => scoped.Will, "What everybody waits for.").Add(scoped => scoped.ChildContent, Content));
}
