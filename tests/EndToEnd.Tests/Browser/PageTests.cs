using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>
/// Every page, as every kind of viewer meets it: light and dark, wide and narrow, with and without content. Where the environment's
/// <c>SCREENSHOTS</c> names a folder, its pictures go there: those of the documents are made so.
/// </summary>
public sealed class PageTests(BrowserFixture browsers, MondayHost monday) : IClassFixture<MondayHost>, IAsyncDisposable
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("overview", "/"), ("endpoint-servers", "/endpoint-servers"), ("plugins", "/plugins"), ("connectors", "/connectors/slack"), ("new-connector", "/connectors/slack/new"), ("edit-connector", "/connectors/slack/1"),
        ("runs", "/runs"), ("run", "/runs/2"), ("certificate", "/runs/2/certificate"), ("inventory", "/inventory"), ("people", "/inventory/1/users"), ("changes", "/changes"),
        ("licences", "/licences"), ("reclaim", "/reclaim"), ("reclaim-print", "/reclaim/print"), ("spaces", "/spaces"), ("apps", "/apps"), ("details", "/connectors/slack/1/details"), ("permissions", "/connectors/slack/1/permissions"),
        ("safeguards", "/connectors/slack/1/safeguards"), ("webhooks", "/connectors/slack/1/webhooks"), ("schedule", "/connectors/slack/1/schedule"), ("access", "/access"), ("audit", "/audit"), ("support", "/support"), ("not-found", "/no-such-page"),
    ];

    private const int Wide = 1280;
    private const int Narrow = 390;
    private const int High = 860;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => monday.LeaveAsync();

    [Fact]
    public async Task Every_page_is_sound_in_light_and_dark_and_on_a_phone()
    {
        var host = await monday.ServedAsync(Token);
        var page = await host.SignedInAsync();
        var people = await host.Rest.GetAsync("/api/connectors/1/licences/position?take=1", Token);
        var account = people.GetProperty("positions")[0].GetProperty("accountId").GetString()!;
        List<string> findings = [];

        foreach (var (name, path) in Pages.Append(("account", $"/people/1?account={Uri.EscapeDataString(account)}")))
        {
            await page.SetViewportSizeAsync(Wide, High);
            await host.GoAsync(page, path);
            await WebHost.RestAsync(page);
            findings.AddRange(await LookAsync(page, name, "light", Wide));
            findings.AddRange((await WebHost.AxeAsync(page)).Select(finding => $"{name}: {finding}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            await WebHost.RestAsync(page);
            findings.AddRange(await LookAsync(page, name, "dark", Wide));
            // What differs in the dark are the colours.
            findings.AddRange((await WebHost.AxeAsync(page, "color-contrast")).Select(finding => $"{name}, dark: {finding}"));
            await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
            await page.SetViewportSizeAsync(Narrow, High);
            await WebHost.RestAsync(page);
            findings.AddRange(await LookAsync(page, name, "phone", Narrow));
        }

        // That a page is not there is told by its status too, and Chromium remarks on that.
        findings.AddRange(host.Complaints.Where(complaint => !complaint.Contains("/no-such-page", StringComparison.Ordinal)));
        findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_of_an_empty_host_says_the_next_step()
    {
        await using var host = await WebHost.StartAsync(browsers, Token);
        var page = await host.SignedInAsync();
        List<string> findings = [];

        foreach (var path in new[] { "/", "/changes", "/licences", "/reclaim", "/endpoint-servers", "/plugins", "/connectors/slack", "/runs", "/inventory", "/spaces", "/apps", "/access", "/audit", "/support" })
        {
            await host.GoAsync(page, path);
            await WebHost.RestAsync(page);
            findings.AddRange((await WebHost.AxeAsync(page)).Select(finding => $"{path}: {finding}"));
            (await page.Locator("main").InnerTextAsync()).Length.ShouldBeGreaterThan(60, path);
        }

        findings.AddRange(host.Complaints);
        findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_page_works_without_a_mouse()
    {
        await using var host = await WebHost.StartAsync(browsers, Token);
        var page = await host.SignedInAsync("/endpoint-servers");

        await page.GetByRole(AriaRole.Button, new() { Name = "Menu of local" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Properties" })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        // The dialog takes the focus when it has opened; what is pressed before that goes elsewhere.
        await page.WaitForFunctionAsync("() => document.querySelector('.mud-dialog')?.contains(document.activeElement)");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Features" }).PressAsync("Enter");
        await page.GetByLabel("Slack Connector").PressAsync("Space");
        await Expect(page.GetByLabel("Slack Connector")).ToBeCheckedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Slack Connectors" })).ToBeVisibleAsync();
    }

    private static async Task<List<string>> LookAsync(IPage page, string name, string viewer, int width)
    {
        if (Environment.GetEnvironmentVariable("SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{viewer}.png"), FullPage = viewer == "phone" });
        }

        List<string> findings = [];

        if (await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"))
        {
            findings.Add($"{name}: the page is wider than a window of {width} pixels");
        }

        if (await page.Locator("h1").CountAsync() is not 1 and var headings)
        {
            findings.Add($"{name}, {viewer}: {headings} headings of the first level");
        }

        return findings;
    }
}
