using System.IO.Compression;
using System.Net;
using Bunit;
using Host.Sample.Access;
using Host.Sample.Support;
using Host.Sample.Web.Pages;

namespace Host.Sample.Tests.Web;

public sealed class SupportPageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bundle_is_a_link_that_a_browser_downloads()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.As(AccessRole.Administrator).Open<SupportPage>("/support");
        page.WaitForAssertion(() => page.FindAll("a[download]").ShouldHaveSingleItem());

        page.Field("Days of the log").Input("2");
        var address = page.Find("a[download]").GetAttribute("href")!;
        using var answer = await host.Host.Client.GetAsync(new Uri(address, UriKind.Relative), Token);

        address.ShouldBe("/api/support/bundle?days=2");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentDisposition!.FileName.ShouldNotBeNull().ShouldStartWith("support-");
        await using ZipArchive zip = new(await answer.Content.ReadAsStreamAsync(Token));
        zip.Entries.Select(entry => entry.FullName).ShouldContain("README.txt");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("91")]
    [InlineData("week")]
    [InlineData("")]
    public async Task Days_that_are_none_give_no_link(string days)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.As(AccessRole.Administrator).Open<SupportPage>("/support");
        page.WaitForAssertion(() => page.FindAll("a[download]").ShouldHaveSingleItem());

        page.Field("Days of the log").Input(days);

        page.WaitForAssertion(() => page.Markup.ShouldContain("Give a number from 1 to 90."));
        page.FindAll("a[href*='bundle']").ShouldBeEmpty();
    }

    [Fact]
    public async Task Debug_lines_are_switched_on_for_a_while_and_off()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.As(AccessRole.Administrator).Open<SupportPage>("/support");
        page.WaitForAssertion(() => page.HasButton("Switch on").ShouldBeTrue());

        page.Field("For minutes").Change("1441");
        PageFixture.Button(page, "Switch on").Click();
        page.WaitForAssertion(() => page.Alert().ShouldContain("That is no time for debug lines."));
        page.Field("For minutes").Change("soon");
        PageFixture.Button(page, "Switch on").Click();
        page.WaitForAssertion(() => page.Alert().ShouldContain("That is no time for debug lines."));
        page.Field("For minutes").Change("15");
        PageFixture.Button(page, "Switch on").Click();
        page.WaitForAssertion(() => page.Markup.ShouldContain("debug lines of everything are written until"));
        page.Markup.ShouldContain("viewer");
        PageFixture.Button(page, "Switch off now").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("debug lines are not written"));
        host.Get<DebugLevel>().Read().ShouldBeNull();
    }

    [Fact]
    public async Task Others_read_what_it_is_and_which_role_it_takes()
    {
        await using var host = await ConnectorPageHost.StartAsync();

        var page = host.As(AccessRole.Operator).Open<SupportPage>("/support");

        page.WaitForAssertion(() => page.Markup.ShouldContain("Making a bundle takes the role administrator"));
        page.FindAll("a[download]").ShouldBeEmpty();
        page.HasButton("Switch on").ShouldBeFalse();
    }
}
