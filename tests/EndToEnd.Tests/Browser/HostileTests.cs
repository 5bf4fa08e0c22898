using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Values that want to be code, and things that go away while somebody looks at them.</summary>
public sealed class HostileTests(ServedHost served) : IClassFixture<ServedHost>, IAsyncDisposable
{
    private const string Script = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=1</script>'\"";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => served.LeaveAsync();

    [Fact]
    public async Task Script_in_what_people_type_is_shown_as_text_everywhere()
    {
        var host = await served.ServedAsync(Token);
        var id = await host.Rest.ConnectorAsync(served.Sandbox, ServedHost.Token, Token, Script, Script);
        var run = (await host.Rest.RunAsync($"{id}", Token)).GetProperty("id").GetInt64();
        var page = await host.SignedInAsync("/access");
        await page.GetByLabel("Name").FillAsync(Script[..50]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make" }).ClickAsync();
        await Expect(page.Locator("#new-key")).ToBeVisibleAsync();

        foreach (var path in new[] { "/", "/connectors/slack", $"/connectors/slack/{id}", "/runs", $"/runs/{run}", "/inventory", $"/inventory/{id}/users", "/access", "/audit", "/endpoint-servers", "/sign-in?return=" + Uri.EscapeDataString("/\"><script>window.pwned=1</script>") })
        {
            await host.GoAsync(page, path);
            await WebHost.RestAsync(page);
            (await page.EvaluateAsync<bool>("() => 'pwned' in window")).ShouldBeFalse(path);
        }

        await host.GoAsync(page, "/connectors/slack");
        await Expect(page.GetByText("onerror=").First).ToBeVisibleAsync();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_connector_deleted_elsewhere_is_told_when_it_is_saved()
    {
        var host = await served.ServedAsync(Token);
        var id = await host.Rest.ConnectorAsync(served.Sandbox, ServedHost.Token, Token, "Gone");
        var page = await host.SignedInAsync($"/connectors/slack/{id}");
        await page.GetByLabel("Description").FillAsync("Still typed");

        (await HostProcess.RunAsync(host.DataFolder, null, Token, "connectors", "remove", "Gone", "--yes")).ShouldSucceed();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Make it a new connector" })).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Description")).ToHaveValueAsync("Still typed");
    }

    [Fact]
    public async Task A_feature_disabled_while_its_dialog_is_open_is_told()
    {
        var host = await served.ServedAsync(Token);
        await host.Rest.FeatureAsync(true, Token);
        var page = await host.SignedInAsync("/connectors/slack/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Too late");
        await page.GetByLabel("Token", new() { Exact = true }).FillAsync("xoxp-1-too-late-for-this");

        (await HostProcess.RunAsync(host.DataFolder, null, Token, "features", "disable", Walk.Feature)).ShouldSucceed();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();

        await Expect(page.GetByText("is not enabled on the endpoint server").First).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Too late");
    }
}
