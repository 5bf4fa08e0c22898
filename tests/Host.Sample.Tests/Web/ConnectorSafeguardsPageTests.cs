using Bunit;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Privacy;
using Host.Sample.Runs;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Retention;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Pages;

namespace Host.Sample.Tests.Web;

/// <summary>What keeps a connector's inventory from harm, and people from being in it for ever.</summary>
public sealed class ConnectorSafeguardsPageTests
{
    private const string Safeguards = "safeguards";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("101", "101 is no share in percent.")]
    [InlineData("-1", "-1 is no share in percent.")]
    [InlineData("a lot", "'a lot' is no share in percent.")]
    [InlineData("", "'' is no share in percent.")]
    public async Task A_share_that_is_none_is_refused_with_what_to_give(string share, string told)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Administrator), Safeguards);
        page.WaitForAssertion(() => page.HasButton("Save the guard").ShouldBeTrue());

        page.Field("May fall by, in percent").Change(share);
        PageFixture.Button(page, "Save the guard").Click();

        page.WaitForAssertion(() => page.Alert().ShouldContain(told));
        page.Alert().ShouldContain("Give a whole number from 0");
        (await host.Get<GuardRules>().GetAsync(host.Id, Token)).SharePercent.ShouldBe(GuardSettings.UsualShare);
    }

    [Fact]
    public async Task The_guard_is_told_in_words_and_saved()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Administrator), Safeguards);
        page.WaitForAssertion(() => page.Markup.ShouldContain("fell by more than 20 %"));

        page.Field("May fall by, in percent").Change("35");
        PageFixture.Button(page, "Save the guard").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("fell by more than 35 %"));
        page.Box("Hold runs that lost too much").Change(false);
        page.Markup.ShouldContain("a run that lost everything is published like any other");
        PageFixture.Button(page, "Save the guard").Click();
        page.WaitForAssertion(() => page.Markup.ShouldContain("The guard is off: every run is published"));
    }

    [Fact]
    public async Task A_stream_loses_its_own_share_again()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        var rules = host.Get<GuardRules>();
        await rules.ChangeAsync(host.Id, null, null, new Dictionary<string, int?> { ["growers"] = 5, ["trees"] = null }, [], Token);

        var after = await rules.ChangeAsync(host.Id, null, null, new Dictionary<string, int?>(), ["growers"], Token);

        after.Streams.ShouldBe(new Dictionary<string, int?> { ["trees"] = null });
        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Reader), Safeguards);
        page.WaitForAssertion(() => page.Markup.ShouldContain("Trees: not judged"));
    }

    [Fact]
    public async Task What_a_rule_would_take_is_shown_before_it_is_saved_and_what_stays()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        await host.ChangeAsync("change", "10");
        await host.RunAsync();
        await host.ChangeAsync("change", "20");
        var last = await host.RunAsync();
        last.State.ShouldBe(RunState.Published);
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorSafeguardsPage>(pages, Safeguards);
        page.WaitForAssertion(() => page.HasButton("Save the rule").ShouldBeTrue());

        page.Field("Keep the last published runs").Input("1");
        PageFixture.Button(page, "Show what would go").Click();
        page.WaitForAssertion(() => page.Find(".preview").TextContent.ShouldContain("2 runs can no longer be read, listed or compared: 1, 2."), TimeSpan.FromSeconds(20));
        page.Find(".preview").TextContent.ShouldContain($"can still be read: {last.Id}.");
        page.Field("Keep the last published runs").Input("2");
        page.FindAll(".preview").ShouldBeEmpty("what was shown is not what would be saved");
        page.Field("Keep the last published runs").Input("1");
        PageFixture.Button(page, "Save the rule").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldContain("This cannot be undone"), TimeSpan.FromSeconds(20));
        (await host.Get<RunRetention>().GetAsync(host.Id, Token)).IsOff().ShouldBeTrue("it is not confirmed yet");
        PageFixture.Button(pages.Dialogs, "Save the rule").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("the last 1 published runs are kept"));
        (await host.Get<RunRetention>().GetAsync(host.Id, Token)).Runs.ShouldBe(1);
        page.HasButton("Apply the saved rule now").ShouldBeTrue();
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("", "-3")]
    [InlineData("many", "")]
    [InlineData("100001", "")]
    public async Task A_rule_that_would_keep_nothing_or_is_none_is_refused(string runs, string days)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Administrator), Safeguards);
        page.WaitForAssertion(() => page.HasButton("Save the rule").ShouldBeTrue());

        page.Field("Keep the last published runs").Input(runs);
        page.Field("Keep the runs of the last days").Input(days);
        PageFixture.Button(page, "Save the rule").Click();

        page.WaitForAssertion(() => page.Alert().ShouldContain("That is no number of runs or days."));
        (await host.Get<RunRetention>().GetAsync(host.Id, Token)).IsOff().ShouldBeTrue();
    }

    [Fact]
    public async Task Readers_read_it_and_change_nothing()
    {
        await using var host = await ConnectorPageHost.StartAsync();

        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Operator), Safeguards);

        page.WaitForAssertion(() => page.Markup.ShouldContain("every run is kept"));
        page.Markup.ShouldContain("Changing safeguards takes the role administrator");
        page.Markup.ShouldContain("never stored, whatever is chosen");
        page.FindAll("section input, section button").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_person_is_found_shown_and_erased_only_with_reason_and_phrase()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorSafeguardsPage>(pages, Safeguards);
        Find(page, "G00000007");
        var preview = await host.Get<AccountErasure>().PreviewAsync(host.Id, "G00000007", Token);

        PageFixture.Button(page, "Show what erasing G00000007 would do").Click();
        page.WaitForAssertion(() => page.HasButton("Erase this person …").ShouldBeTrue(), TimeSpan.FromSeconds(20));
        page.Find("[aria-label='Rows that are concerned']").TextContent.ShouldContain("Growers");
        PageFixture.Button(page, "Erase this person …").Click();
        pages.Dialogs.WaitForAssertion(() => PageFixture.Button(pages.Dialogs, "Erase for good").HasAttribute("disabled").ShouldBeTrue());
        pages.Dialogs.Find("textarea").Input("request 17");
        PageFixture.Button(pages.Dialogs, "Erase for good").HasAttribute("disabled").ShouldBeTrue("the phrase is not typed");
        pages.Dialogs.Field("Type erase to confirm").Input("erase");
        PageFixture.Button(pages.Dialogs, "Erase for good").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("Erasure 1:"), TimeSpan.FromSeconds(30));
        page.Markup.ShouldNotContain("G00000007");
        var listed = (await host.Get<AccountErasure>().ListAsync(host.Id, Token)).ShouldHaveSingleItem();
        listed.Reason.ShouldBe("request 17");
        listed.Runs.ShouldBe(preview.Runs);
        page.WaitForAssertion(() => page.Find("[aria-label='Erasures so far']").TextContent.ShouldContain("request 17"));
        (await Should.ThrowAsync<HostException>(() => host.Get<AccountErasure>().PreviewAsync(host.Id, "G00000007", Token))).Message.ShouldContain("erased already: erasure 1");
    }

    [Fact]
    public async Task What_the_preview_tells_is_what_the_erasure_does()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        await host.ChangeAsync("change", "10");
        await host.RunAsync();
        var erasure = host.Get<AccountErasure>();
        var before = await erasure.PreviewAsync(host.Id, "G00000007", Token);

        var done = await erasure.EraseAsync(host.Id, "G00000007", "request 18", Token);

        (before.Streams.Sum(stream => stream.RowsErased), before.Streams.Sum(stream => stream.RowsChanged)).ShouldBe((done.RowsErased, done.RowsChanged));
        before.Runs.ShouldBe(done.Runs);
        before.Accounts.ShouldBe(done.Accounts);
        before.Streams.ShouldAllBe(stream => stream.RowsLeft > 0);
    }

    [Fact]
    public async Task Somebody_who_erases_a_person_that_another_has_just_erased_is_told_of_that_erasure()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorSafeguardsPage>(pages, Safeguards);
        Find(page, "G00000007");
        PageFixture.Button(page, "Show what erasing G00000007 would do").Click();
        page.WaitForAssertion(() => page.HasButton("Erase this person …").ShouldBeTrue(), TimeSpan.FromSeconds(20));
        await host.Get<AccountErasure>().EraseAsync(host.Id, "G00000007", "by another", Token);

        PageFixture.Button(page, "Erase this person …").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.FindAll("textarea").Count.ShouldBeGreaterThan(0));
        pages.Dialogs.Find("textarea").Input("request 19");
        pages.Dialogs.Field("Type erase to confirm").Input("erase");
        PageFixture.Button(pages.Dialogs, "Erase for good").Click();

        page.WaitForAssertion(() => page.Markup.ShouldContain("Erasure 1: 0 versions of rows deleted"), TimeSpan.FromSeconds(30));
        (await host.Get<AccountErasure>().ListAsync(host.Id, Token)).ShouldHaveSingleItem().Reason.ShouldBe("by another");
    }

    [Fact]
    public async Task Two_people_of_the_same_name_are_told_apart_by_their_ids()
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.People.Add(new("u1", "Kim Lee", "kim@seats.example", "member", "active"));
        host.Connector.People.Add(new("u2", "Kim Lee", "kim.lee@seats.example", "member", "active"));
        host.Connector.People.Add(new("u3", "100% Kim_Other", "other@seats.example", "member", "active"));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms);
        var page = pages.Open<ConnectorSafeguardsPage>("/connectors/orchard/1/safeguards", parameters => parameters.Add(shown => shown.PluginId, "orchard").Add(shown => shown.Id, 1));

        Find(page, "kim lee");

        page.FindAll("[aria-label='Accounts found'] tbody tr").Select(row => row.QuerySelector("th")!.TextContent.Trim()).ShouldBe(["u1", "u2"]);
        page.Markup.ShouldContain("2 accounts found. Make sure by the id that it is the right person.");
        page.HasButton("Show what erasing u1 would do").ShouldBeTrue();
        var search = host.Host.Get<PersonSearch>();
        (await search.FindAsync("1", "0% Kim_", Token)).People.ShouldHaveSingleItem().AccountId.ShouldBe("u3");
        (await search.FindAsync("1", "u2", Token)).People.ShouldHaveSingleItem().Email.ShouldBe("kim.lee@seats.example");
        (await search.FindAsync("1", "%", Token)).People.ShouldHaveSingleItem().AccountId.ShouldBe("u3");
    }

    [Theory]
    [InlineData("nobody of this name", "No account is found by that")]
    [InlineData("'; DROP TABLE Connectors; --", "No account is found by that")]
    [InlineData("   ", "There is nothing to search for.")]
    public async Task Somebody_unknown_is_told_as_not_found(string text, string told)
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        var page = host.Open<ConnectorSafeguardsPage>(host.As(AccessRole.Administrator), Safeguards);
        page.WaitForAssertion(() => page.FindAll("form[role=search]").ShouldHaveSingleItem());

        page.Field("Account id, or part of a name or e-mail address").Input(text);
        page.Find("form[role=search]").Submit();

        page.WaitForAssertion(() => page.Markup.ShouldContain(told), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task People_who_are_stored_as_hashes_are_found_by_the_whole_address()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.Get<PrivacyService>().ChooseAsync(host.Id, PersonalDataTreatment.Hash, PersonalDataTreatment.Hash, Token);
        await host.RunAsync();
        var search = host.Get<PersonSearch>();

        var whole = await search.FindAsync(host.Id, " Grower7@orchard.example ", Token);
        var part = await search.FindAsync(host.Id, "grower7@", Token);

        whole.People.ShouldHaveSingleItem().AccountId.ShouldBe("G00000007");
        part.People.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_choice_of_what_is_stored_waits_until_the_run_has_ended()
    {
        // With a clock that stands still nobody takes the run up.
        await using var host = await ConnectorPageHost.StartAsync(clock: new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)));
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorSafeguardsPage>(pages, Safeguards);
        page.WaitForAssertion(() => page.HasButton("Save what is stored").ShouldBeTrue());
        page.Markup.ShouldContain("It holds from the next run on.");
        PageFixture.Button(page, "Save what is stored").HasAttribute("disabled").ShouldBeTrue("nothing is changed");
        await host.Get<RunService>().QueueAsync(host.Id, "test", isFull: false, Token);
        await page.InvokeAsync(() => page.FindComponents<MudBlazor.MudSelect<PersonalDataTreatment>>()[0].Instance.ValueChanged.InvokeAsync(PersonalDataTreatment.Drop));

        page.WaitForAssertion(() => PageFixture.Button(page, "Save what is stored").HasAttribute("disabled").ShouldBeFalse());
        PageFixture.Button(page, "Save what is stored").Click();

        page.WaitForAssertion(() => page.Alert().ShouldContain("is at work: run 1"));
        (await host.Get<PrivacyService>().GetAsync(host.Id, Token)).ShouldBe(PrivacyChoice.Usual);
    }

    private static void Find(IRenderedComponent<ConnectorSafeguardsPage> page, string text)
    {
        page.WaitForAssertion(() => page.FindAll("form[role=search]").ShouldHaveSingleItem());
        page.Field("Account id, or part of a name or e-mail address").Input(text);
        page.Find("form[role=search]").Submit();
        page.WaitForAssertion(() => page.FindAll("[aria-label='Accounts found'] tbody tr").Count.ShouldBeGreaterThan(0), TimeSpan.FromSeconds(20));
    }
}
