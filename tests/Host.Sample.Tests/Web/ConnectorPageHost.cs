using AngleSharp.Dom;
using Bunit;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Time.Testing;

namespace Host.Sample.Tests.Web;

/// <summary>A host with one connector to an orchard, and the pages about it as somebody sees them.</summary>
internal sealed class ConnectorPageHost : IAsyncDisposable
{
    private readonly List<PageFixture> _pages = [];

    private ConnectorPageHost(WebFixture host, ConnectorView connector) => (Host, Connector) = (host, connector);

    public WebFixture Host { get; }

    public ConnectorView Connector { get; private set; }

    public string Id => Connector.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    /// <param name="texts">Settings of the connector.</param>
    /// <param name="hasToken">Whether a token is typed in; otherwise one could still be granted.</param>
    /// <param name="adjust">The host's options.</param>
    /// <param name="clock">The host's clock; null: the system's.</param>
    public static async Task<ConnectorPageHost> StartAsync(Dictionary<string, string?>? texts = null, bool hasToken = true, Func<HostOptions, HostOptions>? adjust = null, FakeTimeProvider? clock = null)
    {
        var host = await WebFixture.StartAsync(adjust, clock);
        Dictionary<string, string?> secrets = hasToken ? new() { ["token"] = "typed-in-token" } : new() { ["client_secret"] = "typed-in-secret" };
        Dictionary<string, string?> given = new(texts ?? []);

        if (!hasToken)
        {
            given["client_id"] = "some-client";
            given["service_address"] = "http://127.0.0.1:9/";
        }

        return new(host, await host.Get<ConnectorService>().AddAsync(new() { Name = "North", PluginId = "orchard", Texts = given, Secrets = secrets }, Token));
    }

    public T Get<T>()
        where T : notnull => Host.Get<T>();

    /// <summary>The pages as somebody with a role sees them; what the test itself asks of the rooms is asked by that person too.</summary>
    public PageFixture As(AccessRole role)
    {
        PageFixture pages = new(Host.Door.App.Services, role);
        _pages.Add(pages);

        return pages;
    }

    /// <summary>Opens a page about the connector.</summary>
    public IRenderedComponent<T> Open<T>(PageFixture pages, string page, int? id = null)
        where T : IComponent => pages.Open<T>(
            $"/connectors/orchard/{id ?? Connector.Id}/{page}",
            parameters =>
            {
                parameters.TryAdd("PluginId", "orchard").ShouldBeTrue();
                parameters.TryAdd("Id", id ?? Connector.Id).ShouldBeTrue();
            });

    public async Task<Run> RunAsync()
    {
        var run = await Get<RunService>().QueueAsync(Id, "test", isFull: true, Token);

        return await Get<RunService>().ExecuteAsync(run.Id, Token);
    }

    public async Task ChangeAsync(string setting, string value) =>
        Connector = await Get<ConnectorService>().EditAsync(Id, new() { Texts = new Dictionary<string, string?> { [setting] = value } }, null, Token);

    public async ValueTask DisposeAsync()
    {
        foreach (var pages in _pages)
        {
            await pages.DisposeAsync();
        }

        await Host.DisposeAsync();
    }
}

/// <summary>Ways to find what a person sees.</summary>
internal static class Seen
{
    /// <summary>The field with a label.</summary>
    public static IElement Field<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        var found = page.FindAll("label").First(element => element.TextContent.Trim().TrimEnd('*') == label && element.HasAttribute("for"));

        return page.Find($"[id='{found.GetAttribute("for")}']");
    }

    /// <summary>The box to tick, or switch, with a label.</summary>
    public static IElement Box<T>(this IRenderedComponent<T> page, string label)
        where T : IComponent => page.FindAll("label").First(element => element.TextContent.Trim() == label && element.QuerySelector("input") is not null).QuerySelector("input")!;

    /// <summary>Whether there is a button with a text.</summary>
    public static bool HasButton<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button, a").Any(button => button.TextContent.Trim() == text || button.GetAttribute("aria-label") == text);

    /// <summary>What is told as wrong.</summary>
    public static string Alert<T>(this IRenderedComponent<T> page)
        where T : IComponent => string.Join('\n', page.FindAll("[role=alert]").Select(alert => alert.TextContent));
}
