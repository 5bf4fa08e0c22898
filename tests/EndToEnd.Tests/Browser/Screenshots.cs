using Microsoft.Playwright;
using Plugin.Slack.Sandbox;
using static Microsoft.Playwright.Assertions;

namespace EndToEnd.Tests.Browser;

/// <summary>Makes the pictures of the documents, into the folder that the environment's <c>SCREENSHOTS</c> names: see CONTRIBUTING.md.</summary>
public sealed class Screenshots(BrowserFixture browsers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task Of_every_page()
    {
        var folder = Directory.CreateDirectory(Environment.GetEnvironmentVariable("SCREENSHOTS") ?? throw new InvalidOperationException("Name the folder for the pictures in the environment variable SCREENSHOTS.")).FullName;
        await using var sandbox = await SandboxServer.StartAsync(new() { Users = 1_200, Channels = 60, Tokens = [new("xoxp-1-pictures", Walk.Scopes)] }, Token);
        await using var host = await WebHost.StartAsync(browsers, Token, Walk.Allowing(sandbox));
        await Walk.ConnectorAsync(host.DataFolder, sandbox, "xoxp-1-pictures", Token, "Harbour Works");
        (await HostProcess.RunAsync(host.DataFolder, null, Token, Walk.Allowing(sandbox, "connectors", "run", "Harbour Works"))).ShouldSucceed();

        using (var client = new HttpClient())
        {
            using var answer = await client.PostAsync(new Uri(sandbox.Address, "sandbox/next-day"), null, Token);
            answer.EnsureSuccessStatusCode();
        }

        (await HostProcess.RunAsync(host.DataFolder, null, Token, Walk.Allowing(sandbox, "connectors", "run", "Harbour Works"))).ShouldSucceed();

        foreach (var (name, width, scheme) in new[] { ("light", 1280, ColorScheme.Light), ("dark", 1280, ColorScheme.Dark), ("phone", 390, ColorScheme.Light) })
        {
            var page = await host.SignedInAsync("/", null, width, scheme);

            foreach (var (file, path) in new[]
            {
                ("overview", "/"), ("endpoint-servers", "/endpoint-servers"), ("plugins", "/plugins"), ("connectors", "/connectors/slack"), ("new-connector", "/connectors/slack/new"), ("edit-connector", "/connectors/slack/1"),
                ("runs", "/runs"), ("run", "/runs/2"), ("inventory", "/inventory"), ("people", "/inventory/1/users"), ("access", "/access"), ("audit", "/audit"),
            })
            {
                await host.GoAsync(page, path);
                await Expect(page.Locator(".mud-skeleton")).ToHaveCountAsync(0);
                await page.WaitForTimeoutAsync(900);
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{file}-{name}.png"), FullPage = width < 500 });
            }
        }
    }
}
