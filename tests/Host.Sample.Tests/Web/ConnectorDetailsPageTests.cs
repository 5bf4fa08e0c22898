using Bunit;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Tests.Licences;
using Host.Sample.Web.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using Plugin.Abstractions.Authorization;

namespace Host.Sample.Tests.Web;

/// <summary>How a connector fares, as people read it.</summary>
public sealed class ConnectorDetailsPageTests
{
    private const string Details = "details";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_it_says_that_nobody_is_let_in_and_what_to_do()
    {
        await using var host = await ConnectorPageHost.StartAsync(hasToken: false);

        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        page.WaitForAssertion(() => page.Find(".health.broken").TextContent.ShouldContain("Token is not set, so Orchard lets nobody in."));
        page.Find(".health").TextContent.ShouldContain("choose Authorize");
    }

    [Fact]
    public async Task A_token_that_was_typed_in_is_told_with_who_and_when_and_never_shown()
    {
        await using var host = await ConnectorPageHost.StartAsync();

        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        page.WaitForAssertion(() => page.Find(".health").TextContent.ShouldContain("Nobody has tried it yet"));
        page.Markup.ShouldContain("set, typed in by hand");
        page.Markup.ShouldNotContain("typed-in-token");
        page.Find("dl.facts").TextContent.ShouldContain(Actor.CommandLine.Name);
    }

    [Theory]
    [InlineData(-1, false, "ended, and cannot be renewed", "broken")]
    [InlineData(3, false, "The token ends soon", "attention")]
    [InlineData(-1, true, "it is renewed by itself", "unknown")]
    public async Task The_end_of_a_granted_token_is_told(int days, bool isRenewable, string told, string state)
    {
        FakeTimeProvider clock = new(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var host = await ConnectorPageHost.StartAsync(clock: clock);
        await using (var database = await host.Get<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token))
        {
            Credential credential = new() { AccessToken = new("granted-access"), RefreshToken = isRenewable ? new("granted-refresh") : null, ExpiresAt = clock.GetUtcNow().AddDays(days) };
            await host.Get<SecretVault>().SetCredentialAsync(database, host.Connector.Id, credential, Token);
            await database.SaveChangesAsync(Token);
        }

        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        page.WaitForAssertion(() => page.Markup.ShouldContain(told));
        page.FindAll($".health.{state}").ShouldHaveSingleItem();
        page.Markup.ShouldNotContain("granted-access");
        page.Markup.ShouldNotContain("granted-refresh");
    }

    [Fact]
    public async Task What_an_operator_has_asked_a_reader_may_read_who_may_not_ask()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var asked = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Operator), Details);
        asked.WaitForAssertion(() => asked.HasButton("Check now").ShouldBeTrue());

        PageFixture.Button(asked, "Check now").Click();
        asked.WaitForAssertion(() => asked.Markup.ShouldContain("streams can be collected"), TimeSpan.FromSeconds(30));
        var read = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        read.WaitForAssertion(() => read.Markup.ShouldContain("streams can be collected"));
        read.HasButton("Check now").ShouldBeFalse();
        read.Markup.ShouldContain("Asking the service takes the role operator");
        read.HasButton("Reset all streams").ShouldBeFalse();
        read.Markup.ShouldContain("Asking the plugin what a run will cost takes the role operator");
    }

    [Fact]
    public async Task A_check_that_reaches_nobody_says_so_and_can_be_tried_again()
    {
        await using var host = await ConnectorPageHost.StartAsync(new() { ["service_address"] = "http://127.0.0.1:9/" }, adjust: options => options with { AllowedOrigins = ["http://127.0.0.1:9"] });
        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Operator), Details);
        page.WaitForAssertion(() => page.HasButton("Check now").ShouldBeTrue());

        PageFixture.Button(page, "Check now").Click();

        page.WaitForAssertion(() => page.Alert().ShouldNotBeEmpty(), TimeSpan.FromSeconds(60));
        page.HasButton("Try again").ShouldBeTrue();
        page.WaitForAssertion(() => page.FindAll(".health.broken").ShouldHaveSingleItem("what a check finds out is how the connector fares"));
        page.Markup.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task Scopes_that_are_withheld_are_pointed_out_with_what_to_do()
    {
        await using var host = await ConnectorPageHost.StartAsync(new() { ["withheld_scopes"] = "trees:read" });
        await host.RunAsync();

        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        page.WaitForAssertion(() => page.Find(".health.attention").TextContent.ShouldContain("The token lacks trees:read"));
        page.Find(".health").TextContent.ShouldContain("Authorize again and allow trees:read.");
        page.Find(".health").TextContent.ShouldContain("The chosen streams need scopes that the token lacks: trees:read.");
        page.WaitForAssertion(() => page.FindAll("[aria-label='Runs, the latest first'] tbody tr").ShouldHaveSingleItem());
    }

    [Fact]
    public async Task Scopes_that_the_token_had_and_has_no_longer_are_told()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        await host.ChangeAsync("withheld_scopes", "tools:read");
        await host.RunAsync();

        var page = host.Open<ConnectorDetailsPage>(host.As(AccessRole.Reader), Details);

        page.WaitForAssertion(() => page.Find(".health.attention").TextContent.ShouldContain("The token had scopes that it has no longer: tools:read."));
    }

    [Fact]
    public async Task A_stream_is_reset_only_when_that_is_confirmed()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        await host.RunAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorDetailsPage>(pages, Details);
        page.WaitForAssertion(() => page.HasButton("Reset all streams").ShouldBeTrue());

        PageFixture.Button(page, "Reset all streams").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.Markup.ShouldContain("Rows stay as they are"));
        PageFixture.Button(pages.Dialogs, "Leave everything as it is").Click();
        (await host.Get<StreamStates>().ListAsync(host.Id, Token)).ShouldAllBe(state => state.ResetAt == null);
        PageFixture.Button(page, "Reset all streams").Click();
        pages.Dialogs.WaitForAssertion(() => pages.Dialogs.HasButton("Reset").ShouldBeTrue());
        PageFixture.Button(pages.Dialogs, "Reset").Click();

        await Eventually(async () => (await host.Get<StreamStates>().ListAsync(host.Id, Token)).All(state => state.ResetAt is not null));
        page.WaitForAssertion(() => page.Find("[aria-label='What is remembered of each stream']").TextContent.ShouldContain("the beginning"));
    }

    [Fact]
    public async Task A_connector_that_is_deleted_meanwhile_is_told_as_gone()
    {
        await using var host = await ConnectorPageHost.StartAsync();
        var pages = host.As(AccessRole.Administrator);
        var page = host.Open<ConnectorDetailsPage>(pages, Details);
        page.WaitForAssertion(() => page.FindAll(".health").ShouldHaveSingleItem());
        await host.Get<ConnectorService>().RemoveAsync(host.Id, null, Token);

        PageFixture.Button(page, "Check now").Click();

        page.WaitForAssertion(() => page.Alert().ShouldContain("There is no such connector here any more"));
        page.FindAll(".health").ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_plugin_is_gone_what_was_collected_can_still_be_read()
    {
        await using var host = await SeatsHost.StartAsync();
        host.Connector.Add("ada", isBilled: true, signIns: host.Ago(1));
        await host.RunAsync();
        await using PageFixture pages = new(host.Host.Rooms, AccessRole.Reader);

        var page = pages.Open<ConnectorDetailsPage>("/connectors/orchard/1/details", parameters => parameters.Add(shown => shown.PluginId, "orchard").Add(shown => shown.Id, 1));

        page.WaitForAssertion(() => page.Alert().ShouldContain("What the connector has collected can still be read."));
        page.WaitForAssertion(() => page.FindAll("[aria-label='Runs, the latest first'] tbody tr").ShouldHaveSingleItem());
        page.WaitForAssertion(() => page.Find(".health.broken").TextContent.ShouldContain("plugin"));
    }

    private static async Task Eventually(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }
}
