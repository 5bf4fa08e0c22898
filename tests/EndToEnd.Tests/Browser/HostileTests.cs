using Microsoft.Playwright;
using Plugin.Slack.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Values that want to be code, and things that go away while somebody looks at them.</summary>
public sealed class HostileTests(BrowserFixture browsers)
{
    private const string Script = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>'\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Script_in_what_people_type_is_shown_as_text_everywhere()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 30, Tokens = [new("xoxp-1-hostile", Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await Walk.ConnectorAsync(host.DataFolder, sandbox, "xoxp-1-hostile", Token, Script);
        (await HostProcess.RunAsync(host.DataFolder, null, Token, Walk.Allowing(sandbox, "connectors", "edit", "1", "--description", Script))).ShouldSucceed();
        (await HostProcess.RunAsync(host.DataFolder, null, Token, Walk.Allowing(sandbox, "connectors", "run", "1"))).ShouldSucceed();
        var page = await host.SignedInAsync("/access");
        await page.GetByLabel("Name").FillAsync(Script[..50]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Expect(page.Locator("#new-key")).ToBeVisibleAsync();

        foreach (var path in new[] { "/", "/connectors/slack", "/connectors/slack/1", "/runs", "/runs/1", "/inventory", "/inventory/1/users", "/access", "/audit", "/endpoint-servers", "/sign-in?return=" + Uri.EscapeDataString("/\"><script>window.pwned=1</script>") })
        {
            await host.GoAsync(page, path);
            await page.WaitForTimeoutAsync(500);
            (await page.EvaluateAsync<bool>("() => 'pwned' in window")).ShouldBeFalse(path);
        }

        await host.GoAsync(page, "/connectors/slack");
        await Expect(page.GetByText("onerror=").First).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connector_deleted_elsewhere_is_told_when_it_is_saved()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 30, Tokens = [new("xoxp-1-gone", Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await Walk.ConnectorAsync(host.DataFolder, sandbox, "xoxp-1-gone", Token, "Gone");
        var page = await host.SignedInAsync("/connectors/slack/1");
        await page.GetByLabel("Description").FillAsync("Still typed");

        (await HostProcess.RunAsync(host.DataFolder, null, Token, "connectors", "remove", "Gone", "--yes")).ShouldSucceed();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make it a new connector" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Description")).ToHaveValueAsync("Still typed");
    }

    [Fact]
    public async Task A_feature_disabled_while_its_dialog_is_open_is_told()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 30 }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        (await HostProcess.RunAsync(host.DataFolder, null, Token, "features", "enable", Walk.Feature)).ShouldSucceed();
        var page = await host.SignedInAsync("/connectors/slack/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Too late");
        await page.GetByLabel("Token", new() { Exact = true }).FillAsync("xoxp-1-too-late-for-this");

        (await HostProcess.RunAsync(host.DataFolder, null, Token, "features", "disable", Walk.Feature)).ShouldSucceed();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByText("is not enabled on the endpoint server").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Too late");
    }
}
