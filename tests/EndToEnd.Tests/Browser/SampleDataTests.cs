using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Trying a plugin without any account, all in the browser. The pages know no plugin: both go the same way.</summary>
public sealed class SampleDataTests(BrowserFixture browsers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string?> Plugins => new()
    {
        { "slack", "Slack Connector", "Slack Connectors", null },
        { "orchard", "Orchard Connector", "Orchard Connectors", HostProcess.ToyPlugins },
    };

    [Theory]
    [MemberData(nameof(Plugins))]
    public async Task From_an_empty_host_to_sample_data_and_back_after_a_restart(string id, string feature, string title, string? folder)
    {
        string[] arguments = folder is null ? [] : ["--plugins", folder];
        await using var host = await WebHost.StartAsync(browsers, Token, arguments);
        var page = await host.SignedInAsync("/endpoint-servers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Menu of local" }).ClickAsync();
        await page.GetByText("Properties", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Tab, new() { Name = "Features" }).ClickAsync();
        await page.GetByLabel(feature).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Try with sample data" }).ClickAsync();
        await AuthorizeAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await RunAsync(page, feature);

        await host.GoAsync(page, "/");
        await Expect(page.Locator("main")).ToContainTextAsync($"{feature} sample");
        await Expect(page.Locator("main")).ToContainTextAsync("by account type");

        // The sandbox goes with its host; its memory of tokens does too.
        await host.KillAsync(Token);
        await host.StartAgainAsync(Token, arguments);
        await host.GoAsync(page, $"/connectors/{id}/1");
        await AuthorizeAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await RunAsync(page, feature);
        host.Complaints.Where(complaint => complaint.StartsWith("page error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static async Task AuthorizeAsync(IPage page)
    {
        var consent = await ConsentTab.OpenAsync(page);
        await consent.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await Expect(page.GetByText("Token received, saved with the connector")).ToBeVisibleAsync();
        await consent.CloseAsync();
    }

    private static async Task RunAsync(IPage page, string feature)
    {
        var row = page.GetByRole(AriaRole.Row, new() { Name = $"{feature} sample" });
        await page.GetByRole(AriaRole.Button, new() { Name = $"Run now: {feature} sample" }).ClickAsync();
        await Expect(page.GetByText("has begun")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("complete");
    }
}
