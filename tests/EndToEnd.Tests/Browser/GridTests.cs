using Microsoft.Playwright;
using Plugin.Slack.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>The inventory's grid on a workspace of real size.</summary>
public sealed class GridTests(BrowserFixture browsers)
{
    private const int People = 100_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hundred_thousand_rows_are_paged_sorted_filtered_and_exported()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = People, SignIns = 0, Tokens = [new("xoxp-1-grid", Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await host.Rest.ConnectorAsync(sandbox, "xoxp-1-grid", Token, streams: "users");
        await host.Rest.RunAsync("Workspace", Token);
        var page = await host.SignedInAsync("/inventory/1/users");
        var rows = page.Locator("tbody tr");

        await Expect(page.GetByText("100,000").First).ToBeVisibleAsync();
        (await rows.CountAsync()).ShouldBeInRange(25, 100);

        await page.GetByLabel("Search all text columns").FillAsync("zz-nobody-is-called-so");
        await Expect(page.GetByText("No row fits")).ToBeVisibleAsync();
        await page.GetByLabel("Search all text columns").FillAsync("primary_owner");
        await Expect(rows).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Button, new() { Name = "Export" }).ClickAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByText("CSV, for spreadsheets").ClickAsync());
        var file = Path.Combine(host.DataFolder, "export.csv");
        await download.SaveAsAsync(file);
        (await File.ReadAllLinesAsync(file, Token)).Length.ShouldBe(2, "a heading and the one row that the grid shows");

        await rows.First.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(page.GetByText("History").First).ToBeVisibleAsync();
        (await WebHost.AxeAsync(page)).ShouldBeEmpty();
        host.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_address_brings_the_same_rows_back()
    {
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 300, Tokens = [new("xoxp-1-back", Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await host.Rest.ConnectorAsync(sandbox, "xoxp-1-back", Token);
        await host.Rest.RunAsync("Workspace", Token);
        var page = await host.SignedInAsync("/inventory/1/users");
        await page.GetByLabel("Search all text columns").FillAsync("primary_owner");
        await page.WaitForFunctionAsync("() => location.search.includes('primary_owner')");
        await Expect(page.Locator("tbody tr")).ToHaveCountAsync(1);
        var shown = await page.Locator("tbody tr").InnerTextAsync();
        var address = page.Url;

        var other = await host.SignedInAsync(new Uri(address).PathAndQuery);

        await Expect(other.Locator("tbody tr")).ToHaveCountAsync(1);
        (await other.Locator("tbody tr").InnerTextAsync()).ShouldBe(shown);
        await Expect(other.GetByLabel("Search all text columns")).ToHaveValueAsync("primary_owner");
    }
}
