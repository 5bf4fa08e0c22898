using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(EndToEnd.Tests.Browser.BrowserFixture))]

namespace EndToEnd.Tests.Browser;

/// <summary>One Chromium for all tests; each test has a context of its own, as a person has a profile.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where Chromium is: the environment's <c>CHROMIUM</c>, else where Debian puts it; null when there is none.</summary>
    private static string? Program =>
        Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } given ? given : File.Exists("/usr/bin/chromium") ? "/usr/bin/chromium" : null;

    public async ValueTask InitializeAsync()
    {
        if (Program is not { } program)
        {
            return;
        }

        // Generous: a machine that builds at the same time is slow, and a test that passes does not wait.
        Assertions.SetDefaultExpectTimeout(30_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Switches });
    }

    /// <summary>A browser to work with. Without Chromium the test is skipped; in CI it fails.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 })
            {
                Assert.Skip("There is no Chromium here. Install it, or name it in the environment variable CHROMIUM.");
            }

            return _browser.ShouldNotBeNull("CI must have Chromium; .ci/run installs it.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
