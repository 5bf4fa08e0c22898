using Microsoft.Playwright;

namespace EndToEnd.Tests.Browser;

/// <summary>Opens the consent page as a person does.</summary>
internal static class ConsentTab
{
    /// <summary>Presses Authorize and gives the tab that opens.</summary>
    /// <remarks>A browser lets a page open another one only within seconds of a click. On a slow machine that time is over when the address is there; then the page offers a link.</remarks>
    public static Task<IPage> OpenAsync(IPage page) => page.RunAndWaitForPopupAsync(async () =>
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Authorize" }).ClickAsync();
        var blocked = page.GetByRole(AriaRole.Link, new() { Name = "Open the consent page", Exact = true });
        var opened = page.GetByRole(AriaRole.Link, new() { Name = "Open it again", Exact = true });
        await blocked.Or(opened).WaitForAsync();

        if (await blocked.IsVisibleAsync())
        {
            await blocked.ClickAsync();
        }
    });
}
