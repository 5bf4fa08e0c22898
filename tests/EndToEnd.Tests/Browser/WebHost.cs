using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace EndToEnd.Tests.Browser;

/// <summary>A served host and a person before it. Whatever the browser complains of, and whatever it asks of other origins, is kept.</summary>
public sealed partial class WebHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly BrowserFixture _browsers;
    private readonly ConcurrentQueue<(IBrowserContext Whose, string What)> _complaints = new();
    private readonly List<IBrowserContext> _contexts = [];
    private RestDoor? _rest;
    private HostProcess? _process;

    private WebHost(BrowserFixture browsers) => _browsers = browsers;

    public string DataFolder => _folder.Path;

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    public string AccessKey { get; private set; } = "";

    /// <summary>Console errors, page errors and requests to origins that were not allowed, of whoever is there.</summary>
    public IReadOnlyCollection<string> Complaints => [.. _complaints.Where(complaint => _contexts.Contains(complaint.Whose)).Select(complaint => complaint.What)];

    /// <summary>The host without a browser, with the key that it was first started with.</summary>
    public RestDoor Rest => _rest ??= new(Address, AccessKey);

    public static async Task<WebHost> StartAsync(BrowserFixture browsers, CancellationToken cancellationToken, params string[] arguments)
    {
        // Asked for first: without a browser nothing needs to start.
        _ = browsers.Browser;
        var host = new WebHost(browsers);
        await host.ServeAsync("http://127.0.0.1:0", arguments, cancellationToken);

        return host;
    }

    /// <summary>Ends the host without warning, as a power cut does.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _process!.KillAsync(cancellationToken);
        await _process.DisposeAsync();
    }

    /// <summary>Serves again, at the address that it had.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken, params string[] arguments) => ServeAsync(Address.ToString(), arguments, cancellationToken);

    /// <summary>A page of a browser of its own.</summary>
    /// <param name="allowedOrigin">An origin besides the host's that the person goes to, such as the consent page's.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="scheme">Light or dark.</param>
    public async Task<IPage> PageAsync(Uri? allowedOrigin = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await _browsers.Browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 860 }, ColorScheme = scheme, Locale = "en-GB", TimezoneId = "Europe/Berlin" });
        _contexts.Add(context);
        context.SetDefaultTimeout(45_000);
        context.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Enqueue((context, $"{message.Type}: {message.Text} ({message.Location})"));
            }
        };
        context.WebError += (_, error) => _complaints.Enqueue((context, $"page error: {error.Error}"));
        context.Request += (_, request) =>
        {
            var origin = new Uri(request.Url);

            if (origin.Scheme is not ("data" or "blob" or "about") && origin.Authority != Address.Authority && origin.Authority != allowedOrigin?.Authority)
            {
                _complaints.Enqueue((context, $"request to another origin: {origin.GetLeftPart(UriPartial.Authority)}"));
            }
        };

        return await context.NewPageAsync();
    }

    /// <summary>Signs in by the page that everybody is sent to, and ends up at the path.</summary>
    public async Task SignInAsync(IPage page, string path = "/", string? key = null)
    {
        await page.GotoAsync(new Uri(Address, path).ToString());
        await page.GetByLabel("Access key").FillAsync(key ?? AccessKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        await page.Locator("h1").First.WaitForAsync();
    }

    public async Task<IPage> SignedInAsync(string path = "/", Uri? allowedOrigin = null, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        var page = await PageAsync(allowedOrigin, width, scheme);
        await SignInAsync(page, path);

        return page;
    }

    public async Task GoAsync(IPage page, string path)
    {
        await page.GotoAsync(new Uri(Address, path).ToString());
        await page.Locator("h1").First.WaitForAsync();
    }

    /// <summary>Waits until the page has come to rest: nothing loads, changes or moves any more.</summary>
    public static Task RestAsync(IPage page) => page.EvaluateAsync("""
        () => new Promise((rests, fails) => {
          const began = performance.now();
          let last = began;
          const watch = new MutationObserver(() => last = performance.now());
          const moves = moving => moving.playState === "running" && moving.effect?.getComputedTiming().endTime !== Infinity;
          const look = () => {
            const now = performance.now();
            if (document.querySelector(".mud-skeleton") || document.getAnimations().some(moves)) {
              last = now;
            }
            if (now - last < 200 && now - began < 45000) {
              setTimeout(look, 25);
              return;
            }
            watch.disconnect();
            now - last < 200 ? fails(new Error(`${location.pathname} does not come to rest`)) : rests();
          };
          watch.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
          look();
        })
        """);

    /// <summary>Serious and critical findings of axe on what is shown.</summary>
    /// <param name="page">The page.</param>
    /// <param name="rule">The only rule that is looked at; null: all.</param>
    public static async Task<IReadOnlyList<string>> AxeAsync(IPage page, string? rule = null)
    {
        // A message that fades in or out has no colours that could be judged.
        await Assertions.Expect(page.Locator(".mud-snackbar")).ToHaveCountAsync(0);
        var result = await page.RunAxe(rule is null ? null : new AxeRunOptions { RunOnly = new() { Type = "rule", Values = [rule] } });

        return [.. result.Violations.Where(finding => finding.Impact is "serious" or "critical")
            .Select(finding => $"{finding.Id}: {finding.Help}: {string.Join(" | ", finding.Nodes.Take(3).Select(node => node.Html))}")];
    }

    /// <summary>Everybody closes their browser; the host goes on.</summary>
    public async Task LeaveAsync()
    {
        foreach (var context in _contexts)
        {
            await context.DisposeAsync();
        }

        _contexts.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();

        if (_rest is not null)
        {
            await _rest.DisposeAsync();
        }

        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task ServeAsync(string address, string[] arguments, CancellationToken cancellationToken)
    {
        _process = HostProcess.Start(DataFolder, ["serve", "--address", address, .. arguments]);
        Address = new(Link().Match(await _process.LineAsync("Pages", cancellationToken)).Value);
        var key = Key().Match(await _process.LineAsync("Access key", cancellationToken)).Groups["key"].Value;
        AccessKey = key.Length > 0 ? key : AccessKey;
    }

    [GeneratedRegex(@"http\S+", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex(@"Access key\s+(?<key>[A-Za-z0-9_-]{40,})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Key();
}
