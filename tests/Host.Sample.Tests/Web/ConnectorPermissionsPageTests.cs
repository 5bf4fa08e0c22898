using Bunit;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Web.Editor;
using Host.Sample.Web.Pages;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Tests.Web;

/// <summary>What a connector may, what it needs, and the application for it.</summary>
public sealed class ConnectorPermissionsPageTests
{
    private const string Permissions = "permissions";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_need_is_told_as_met_or_not_in_words()
    {
        await using var host = await ConnectorPageHost.StartAsync(new() { ["withheld_scopes"] = "trees:read", ["plan"] = "small" });
        var page = host.Open<ConnectorPermissionsPage>(host.As(AccessRole.Operator), Permissions);
        page.WaitForAssertion(() => page.HasButton("Check now").ShouldBeTrue());

        PageFixture.Button(page, "Check now").Click();

        page.WaitForAssertion(() => page.FindAll("section.preflight").ShouldHaveSingleItem(), TimeSpan.FromSeconds(30));
        Row(page, "Trees").ShouldContain("trees:read not met");
        Row(page, "Trees").ShouldContain("scope missing");
        Row(page, "Trees").ShouldContain("Lost without it:");
        Row(page, "Growers").ShouldContain("growers:read met");
        Row(page, "Tools log").ShouldContain("not on this plan");
        page.Find("section.preflight").TextContent.ShouldContain("not told by the service");
        page.Find(".legend").TextContent.ShouldContain("the service does not say; nothing is guessed");
        page.WaitForAssertion(() => page.Markup.ShouldContain("Needed and not granted"));
    }

    [Fact]
    public async Task Outcomes_are_tried_by_the_address_and_change_the_streams_only_when_confirmed()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = pages.Open<ConnectorPermissionsPage>($"/connectors/orchard/{host.Id}/permissions?outcome=tools&outcome=gold", parameters => parameters.Add(shown => shown.PluginId, "orchard").Add(shown => shown.Id, host.Connector.Id));

        page.WaitForAssertion(() => page.Find("[aria-label='The fewest scopes'] tbody").TextContent.ShouldContain("tools:read"));
        page.Find("[aria-label='The fewest scopes'] tbody").TextContent.ShouldNotContain("trees:read");
        page.WaitForAssertion(() => page.Find("pre.document").TextContent.ShouldContain("let the inventory in: tools:read."));
        page.Find("a[download]").GetAttribute("href").ShouldBe($"/api/connectors/{host.Id}/application?outcome=tools&format=txt");
        (await host.Get<ConnectorService>().GetAsync(host.Id, Token)).Streams.ShouldBeNull("nothing changes until somebody says so");
        PageFixture.Button(page, "Collect exactly this").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldContain("No longer collected are:"));
        PageFixture.Button(pages.Dialogs, "Collect exactly this").Click();

        page.WaitForAssertion(() => pages.Navigation.Uri.ShouldNotContain("outcome"));
        (await host.Get<ConnectorService>().GetAsync(host.Id, Token)).Streams.ShouldBe(["tools_log"]);
    }

    [Fact]
    public async Task A_tick_is_kept_in_the_address_and_a_reader_is_told_who_may_decide()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Reader);
        var page = host.Open<ConnectorPermissionsPage>(pages, Permissions);
        page.WaitForAssertion(() => page.FindAll("fieldset.outcomes input").Count.ShouldBe(4));

        page.Box("Keepers").Change(false);

        page.WaitForAssertion(() => pages.Navigation.Uri.ShouldContain("outcome=growers"));
        pages.Navigation.Uri.ShouldNotContain("keepers");
        page.WaitForAssertion(() => page.Markup.ShouldContain("Changing what is collected takes the role administrator"));
        page.HasButton("Collect exactly this").ShouldBeFalse();
    }

    [Fact]
    public async Task With_nothing_ticked_nothing_is_needed()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);

        var page = pages.Open<ConnectorPermissionsPage>($"/connectors/orchard/{host.Id}/permissions?outcome=", parameters => parameters.Add(shown => shown.PluginId, "orchard").Add(shown => shown.Id, host.Connector.Id));

        page.WaitForAssertion(() => page.Markup.ShouldContain("Nothing is ticked, so nothing is needed."));
        PageFixture.Button(page, "Collect exactly this").HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public async Task Of_many_streams_those_that_are_refused_can_be_seen_alone()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Reader);
        var scope = new string('s', 200) + ":read";
        PreflightView view = new("Tenant", "Account", "Large", "owner", [scope], [.. Enumerable.Range(0, 60).Select(number => new PreflightLine
        {
            StreamId = $"stream_{number}",
            Name = $"Stream {number}",
            Access = number % 20 == 0 ? StreamAccess.RoleTooLow : StreamAccess.Granted,
            Message = "It\u202Eanswered.",
            Needs = [new(PreflightNeedKind.Scope, scope, true), new(PreflightNeedKind.Plan, "Large", null), new(PreflightNeedKind.Role, "owner", number % 20 != 0)],
        })]);

        var table = pages.Open<PreflightTable>("/", parameters => parameters.Add(shown => shown.View, view));
        var all = table.FindAll("tbody tr").Count;
        table.FindAll("thead th").Select(head => head.TextContent).ShouldBe(["Stream", "Access", "Scopes", "Plan", "Role", "What was found"]);
        table.Markup.ShouldNotContain('\u202E');
        table.Box("Only streams that are not granted").Change(true);

        all.ShouldBe(60);
        table.FindAll("tbody tr").Count.ShouldBe(3);
        table.Find("tbody tr").TextContent.ShouldContain("not known");
    }

    [Fact]
    public async Task A_plugin_whose_streams_need_nothing_has_no_columns_and_no_legend_for_it()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        PreflightView view = new("Tenant", "Account", null, null, null, [new() { StreamId = "things", Name = "Things", Access = StreamAccess.Unknown, Message = "Nobody knows.", Needs = [] }]);

        var table = host.As(AccessRole.Reader).Open<PreflightTable>("/", parameters => parameters.Add(shown => shown.View, view));

        table.FindAll("thead th").Select(head => head.TextContent).ShouldBe(["Stream", "Access", "What was found"]);
        table.FindAll(".legend").ShouldBeEmpty();
        table.Find("tbody").TextContent.ShouldContain("unclear");
    }

    private static string Row(IRenderedComponent<ConnectorPermissionsPage> page, string stream) =>
        string.Join(' ', page.FindAll("section.preflight tbody tr").Single(row => row.QuerySelector("th")!.TextContent == stream).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
