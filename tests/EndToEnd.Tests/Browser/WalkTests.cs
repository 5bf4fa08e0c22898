using Microsoft.Playwright;
using Plugin.Slack.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The walk of the setup page, step for step, as an administrator who has nothing but the host's address and its key.</summary>
public sealed class WalkTests(BrowserFixture browsers, ServedHost served) : IClassFixture<ServedHost>, IAsyncDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => served.LeaveAsync();

    [Fact]
    public async Task From_an_empty_host_to_an_inventory()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 500, Channels = 30 }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        var page = await host.SignedInAsync("/", sandbox.Address);

        // Administration › Endpoint Servers › right-click › Properties › Features › tick › Save
        await page.GetByRole(AriaRole.Link, new() { Name = "Endpoint Servers" }).ClickAsync();
        await page.GetByRole(AriaRole.Row, new() { Name = "local" }).ClickAsync(new() { Button = MouseButton.Right });
        await page.GetByText("Properties", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Features" }).ClickAsync();
        await page.GetByLabel("Slack Connector").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        // Connectors › Slack Connectors › New
        await page.GetByRole(AriaRole.Link, new() { Name = "Slack Connectors" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "New" }).ClickAsync();
        await FillAsync(page, sandbox, "Our workspace");

        // Authorize › Allow › token shown with a copy button and filled in
        var consent = await ConsentTab.OpenAsync(page);
        await consent.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(consent.GetByRole(AriaRole.Heading, new() { Name = "Authorized" })).ToBeVisibleAsync();
        await Expect(consent.Locator("#token")).ToBeHiddenAsync();
        await consent.GetByText("Show Token").ClickAsync();
        await Expect(consent.Locator("#token")).ToContainTextAsync("xoxp-");
        await Expect(consent.GetByRole(AriaRole.Button, new() { Name = "Copy Token" })).ToBeVisibleAsync();
        consent.Url.ShouldNotContain("code=");
        (await WebHost.AxeAsync(consent)).ShouldBeEmpty();
        await consent.CloseAsync();
        await Expect(page.GetByText("Token received, saved with the connector")).ToBeVisibleAsync();
        (await WebHost.AxeAsync(page)).ShouldBeEmpty();

        // Test connection › Save › Run now
        await page.GetByRole(AriaRole.Button, new() { Name = "Test connection" }).ClickAsync();
        await Expect(page.GetByText("16 of 16 streams can be collected")).ToBeVisibleAsync(new() { Timeout = 20_000 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Our workspace" })).ToContainTextAsync("authorized");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Our workspace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "Our workspace" })).ToContainTextAsync("complete", new() { Timeout = 60_000 });

        // Read
        await page.GetByRole(AriaRole.Link, new() { Name = "Inventory" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "People" }).First.ClickAsync();
        await Expect(page.GetByText("500").First).ToBeVisibleAsync();
        (await WebHost.AxeAsync(page)).ShouldBeEmpty();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_consent_that_is_denied_is_told_and_can_be_tried_again()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);
        await FillAsync(page, served.Sandbox, "Denied");

        var consent = await ConsentTab.OpenAsync(page);
        await consent.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();

        await Expect(consent.GetByRole(AriaRole.Heading, new() { Name = "Not authorized" })).ToBeVisibleAsync();
        await consent.CloseAsync();
        await Expect(page.Locator(".authorize").GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Denied");
        var again = await ConsentTab.OpenAsync(page);
        await again.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(page.GetByText("Token received, saved with the connector")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_wrong_client_secret_is_told_where_it_can_be_corrected()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);
        await FillAsync(page, served.Sandbox, "Wrong secret", Secret);

        var consent = await ConsentTab.OpenAsync(page);
        await consent.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Expect(consent.GetByText("Client Secret").First).ToBeVisibleAsync();
        await Expect(page.Locator(".authorize").GetByRole(AriaRole.Alert)).ToContainTextAsync("Client Secret");
        (await consent.ContentAsync()).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task What_is_wrong_is_told_beside_the_field_while_typing()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);

        await page.GetByLabel("Token", new() { Exact = true }).FillAsync("xoxb-1-2-3");

        await Expect(page.Locator("[data-setting=token]")).ToContainTextAsync("bot token");
        await Expect(page.Locator("[data-setting=client_id]")).Not.ToContainTextAsync("is empty");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("has no name")).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_saved_secret_shows_only_that_it_is_set()
    {
        var host = await served.ServedAsync(Token);
        await host.Rest.ConnectorAsync(served.Sandbox, ServedHost.Token, Token, "Kept");
        var page = await host.SignedInAsync("/connectors/slack", served.Sandbox.Address);

        await page.GetByRole(AriaRole.Link, new() { Name = "Kept", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();

        var token = page.GetByRole(AriaRole.Group, new() { Name = "Token" });
        await Expect(token).ToContainTextAsync("is set");
        (await page.ContentAsync()).ShouldNotContain(ServedHost.Token);
        await token.GetByRole(AriaRole.Button, new() { Name = "Clear Token" }).ClickAsync();
        await Expect(page.GetByText("will be cleared when you save")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(token).ToContainTextAsync("is set");
    }

    [Fact]
    public async Task Of_two_people_who_edit_the_later_is_told_and_nothing_is_overwritten()
    {
        var host = await served.ServedAsync(Token);
        var path = $"/connectors/slack/{await host.Rest.ConnectorAsync(served.Sandbox, ServedHost.Token, Token, "Both")}";
        var first = await host.SignedInAsync(path, served.Sandbox.Address);
        var second = await host.SignedInAsync(path, served.Sandbox.Address);
        await first.GetByLabel("Description").FillAsync("By the first");
        await second.GetByLabel("Description").FillAsync("By the second");

        await first.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(first.GetByText("Saved 'Both'.")).ToBeVisibleAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(second.GetByText("has been changed by somebody else")).ToBeVisibleAsync();
        await Expect(second.GetByLabel("Description")).ToHaveValueAsync("By the second");
        (await host.Rest.GetAsync("/api/connectors/Both", Token)).GetProperty("description").GetString().ShouldBe("By the first");
    }

    [Fact]
    public async Task What_was_typed_survives_a_reload_but_secrets_do_not()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);
        await page.GetByLabel("Client Secret").FillAsync(Secret);
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Half typed");
        await page.WaitForFunctionAsync("() => JSON.stringify(sessionStorage).includes('Half typed')");

        await page.ReloadAsync();

        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Half typed");
        await Expect(page.GetByLabel("Client Secret")).ToHaveValueAsync("");
        (await page.EvaluateAsync<string>("() => JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")).ShouldNotContain(Secret);
    }

    [Fact]
    public async Task A_colleague_consents_by_a_link_that_works_once_and_shows_no_token()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);
        await FillAsync(page, served.Sandbox, "For a colleague");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "More of For a colleague" }).ClickAsync();
        await page.GetByText("Send to a colleague").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = (await page.Locator("#consent-link").TextContentAsync())!;

        var colleague = await host.PageAsync(served.Sandbox.Address);
        await colleague.GotoAsync(link);
        (await WebHost.AxeAsync(colleague)).ShouldBeEmpty();
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Go on to Slack" }).ClickAsync();
        await colleague.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

        await Expect(colleague.GetByRole(AriaRole.Heading, new() { Name = "Authorized" })).ToBeVisibleAsync();
        (await colleague.ContentAsync()).ShouldNotContain("xoxp-");
        await colleague.GotoAsync(link);
        await Expect(colleague.GetByRole(AriaRole.Heading, new() { Name = "This link has been used" })).ToBeVisibleAsync();
        await host.GoAsync(page, "/connectors/slack");
        await Expect(page.GetByRole(AriaRole.Row, new() { Name = "For a colleague" })).ToContainTextAsync("authorized");
    }

    [Fact]
    public async Task A_callback_that_is_opened_twice_is_refused_the_second_time()
    {
        var host = await served.ServedAsync(Token);
        var page = await host.SignedInAsync("/connectors/slack/new", served.Sandbox.Address);
        await FillAsync(page, served.Sandbox, "Twice");
        var callback = new TaskCompletionSource<string>();
        page.Context.Request += (_, request) =>
        {
            if (request.Url.Contains("/cmp/AuthorizeSlackConnector", StringComparison.Ordinal))
            {
                callback.TrySetResult(request.Url);
            }
        };
        var consent = await ConsentTab.OpenAsync(page);
        await consent.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(consent.GetByRole(AriaRole.Heading, new() { Name = "Authorized" })).ToBeVisibleAsync();

        var elsewhere = await host.PageAsync(served.Sandbox.Address);
        await elsewhere.GotoAsync(await callback.Task.WaitAsync(Token));

        await Expect(elsewhere.GetByRole(AriaRole.Heading, new() { Name = "This answer was not accepted" })).ToBeVisibleAsync();
        (await elsewhere.ContentAsync()).ShouldNotContain("xoxp-");
    }

    private static async Task FillAsync(IPage page, SandboxServer sandbox, string name, string? secret = null)
    {
        // The dialog takes the focus when it has opened; what is typed before that goes elsewhere.
        await page.WaitForFunctionAsync("() => document.querySelector('.mud-dialog')?.contains(document.activeElement)");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Description").FillAsync("By a test");
        await page.GetByLabel("Client ID").FillAsync(sandbox.ClientId);
        await page.GetByLabel("Client Secret").FillAsync(secret ?? sandbox.ClientSecret);
        await page.GetByText("Advanced", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("API address").FillAsync(sandbox.Address.ToString());
    }
}
