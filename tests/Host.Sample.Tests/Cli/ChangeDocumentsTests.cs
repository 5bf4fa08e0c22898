using System.Text.RegularExpressions;
using Host.Sample.Insights;
using Host.Sample.Webhooks;

namespace Host.Sample.Tests.Cli;

/// <summary>The pages on the feed and on webhooks tell the lists in the code.</summary>
public sealed partial class ChangeDocumentsTests
{
    [Fact]
    public void The_page_on_the_feed_has_every_kind_with_its_meaning() =>
        Row().Matches(Read("feed.md")).Select(row => (row.Groups["first"].Value.Trim('`'), row.Groups["second"].Value))
            .SkipWhile(row => row.Item1 != "Kind").Skip(2).ShouldBe(FeedKind.All.Select(kind => (kind.Name, kind.Meaning)));

    [Fact]
    public void The_page_on_webhooks_has_every_wait()
    {
        var told = Row().Matches(Read("webhooks.md")).Select(row => (row.Groups["first"].Value, row.Groups["second"].Value)).SkipWhile(row => row.Item1 != "After attempt").Skip(2);

        told.Take(WebhookRetries.Attempts).ShouldBe(
            [.. WebhookRetries.Waits.Select((wait, place) => ($"{place + 1}", Words(wait))), ($"{WebhookRetries.Attempts}", "is given up")]);
    }

    [Fact]
    public void The_page_on_webhooks_has_every_event()
    {
        var page = Read("webhooks.md");

        foreach (var name in (string[])[WebhookEvent.RunPublished, WebhookEvent.RunHeld, WebhookEvent.RunFailed, WebhookEvent.Test])
        {
            page.ShouldContain($"| `{name}` |");
        }
    }

    private static string Words(TimeSpan wait) => wait switch
    {
        { TotalHours: >= 1 and var hours } => $"{hours:0} hours",
        { TotalMinutes: 1 } => "1 minute",
        { TotalMinutes: > 1 and var minutes } => $"{minutes:0} minutes",
        _ => $"{wait.TotalSeconds:0} seconds",
    };

    private static string Read(string page)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "SlackConnectorPlugin.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        }

        return File.ReadAllText(Path.Combine(folder.FullName, "docs", page));
    }

    [GeneratedRegex(@"^\| (?<first>[^|]+) \| (?<second>[^|\n]+) \|\r?$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 5000)]
    private static partial Regex Row();
}
