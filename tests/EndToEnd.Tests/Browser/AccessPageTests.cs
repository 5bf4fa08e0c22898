using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Signing in, roles, the end of a session, and what the audit trail shows of it.</summary>
public sealed class AccessPageTests(BrowserFixture browsers, ServedHost served) : IClassFixture<ServedHost>, IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => served.LeaveAsync();

    [Fact]
    public async Task A_wrong_key_is_told_and_the_right_one_leads_to_the_page_that_was_asked_for()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.PageAsync();

        await page.GotoAsync(new Uri(host.Address, "/plugins").ToString());
        await page.GetByLabel("Access key").FillAsync("not-the-key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not open this host");
        (await WebHost.AxeAsync(page)).ShouldBeEmpty();
        await page.GetByLabel("Access key").FillAsync(host.AccessKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Plugins", Level = 1 })).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reader_sees_everything_but_can_change_nothing()
    {
        var host = await served.ServedAsync(Token);
        var administrator = await host.SignedInAsync("/access");
        await administrator.GetByLabel("Name").FillAsync("Rita");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        var key = await administrator.Locator("#new-key").TextContentAsync();

        var reader = await host.PageAsync();
        await host.SignInAsync(reader, "/", key);

        await Expect(reader.GetByRole(AriaRole.Link, new() { Name = "Endpoint Servers" })).ToBeVisibleAsync();
        await Expect(reader.GetByRole(AriaRole.Link, new() { Name = "Access keys" })).ToHaveCountAsync(0);
        await host.GoAsync(reader, "/access");
        await Expect(reader.GetByRole(AriaRole.Heading, new() { Name = "No permission", Level = 1 })).ToBeVisibleAsync();
        await host.GoAsync(administrator, "/audit");
        await Expect(administrator.GetByText("access_key.added").First).ToBeVisibleAsync();
        await Expect(administrator.GetByText(key!)).ToHaveCountAsync(0);
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_signs_out_is_out()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/plugins");

        await page.GetByRole(AriaRole.Button, new() { Name = "Signed in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.GetByLabel("Access key")).ToBeVisibleAsync();
        await page.GotoAsync(new Uri(host.Address, "/plugins").ToString());
        await Expect(page.GetByLabel("Access key")).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_session_that_ends_leaves_the_page_and_what_was_typed()
    {
        var host = await served.ServedAsync(Token);
        var administrator = await host.SignedInAsync("/access");
        await administrator.GetByLabel("Name").FillAsync("Second");
        await administrator.GetByLabel("Role").ClickAsync();
        await administrator.GetByRole(AriaRole.Option, new() { Name = "administrator" }).ClickAsync();
        await Expect(administrator.Locator(".mud-select").First).ToContainTextAsync("administrator");
        await administrator.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        var second = await administrator.Locator("#new-key").TextContentAsync();
        var other = await host.PageAsync();
        await host.SignInAsync(other, "/access", second);
        await other.GetByLabel("Name").FillAsync("Half typed");

        await administrator.GetByRole(AriaRole.Button, new() { Name = "Revoke Second" }).ClickAsync();

        var ended = other.GetByRole(AriaRole.Dialog, new() { Name = "Your session has ended" });
        await Expect(ended).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await ended.GetByLabel("Access key").FillAsync(host.AccessKey);
        await ended.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(ended).ToBeHiddenAsync();
        await Expect(other.GetByLabel("Name")).ToHaveValueAsync("Half typed");
        await other.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Expect(other.Locator("#new-key")).ToBeVisibleAsync();
        await host.GoAsync(other, "/plugins");
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "Plugins", Level = 1 })).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_finds_back_to_a_host_that_was_away_for_a_moment()
    {
        await using var host = await WebHost.StartAsync(browsers, Token);
        var page = await host.SignedInAsync("/plugins");

        await host.KillAsync(Token);
        await Expect(page.GetByText("The connection to the host is lost")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await host.StartAgainAsync(Token);

        await Expect(page.Locator("#components-reconnect-modal")).ToBeHiddenAsync(new() { Timeout = 90_000 });
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Plugins", Level = 1 })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Access keys" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Access keys", Level = 1 })).ToBeVisibleAsync();
    }
}
