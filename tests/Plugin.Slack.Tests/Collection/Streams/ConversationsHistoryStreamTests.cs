using System.Globalization;
using System.Text.Json.Nodes;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Sandbox;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

/// <summary>Messages of the sandbox, counted by the plugin and, for comparison, by the test itself.</summary>
public sealed class ConversationsHistoryStreamTests : IAsyncLifetime
{
    private static readonly string[] Both = ["conversations", "conversations_history"];

    private SandboxServer _sandbox = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => SlackTestBench.NewClock().GetUtcNow();

    public async ValueTask InitializeAsync() => _sandbox = await Sandboxes.StartAsync(CancellationToken, options => options with { Channels = 25, Messages = 3, Now = Now });

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    [Fact]
    public async Task Every_message_of_the_span_is_counted_once()
    {
        using SlackTestBench bench = new(_sandbox.Address);

        var run = await bench.RunAsync(CancellationToken, isFull: false, Both);

        var history = run["conversations_history"];
        var expected = await CountAsync(run["conversations"], Now.AddDays(-30), Now);
        history.End.Outcome.ShouldBe(StreamOutcome.Complete);
        Counts(history).ShouldBe(expected);
        ((long)history.Evidence.Sum(page => page.Received)).ShouldBe(expected.Values.Sum(), "what Slack sent");
        history.Notes.ShouldContain("private_channels");
    }

    /// <summary>Messages by channel, author and day.</summary>
    private static SortedDictionary<string, long> Counts(CollectedStream history) => new(
        history.Rows.ToDictionary(row => $"{row["channel_id"]} {row["author_id"]} {row["day"]}", row => (long)row["messages"]!), StringComparer.Ordinal);

    private async Task<SortedDictionary<string, long>> CountAsync(CollectedStream channels, DateTimeOffset from, DateTimeOffset to)
    {
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        using HttpClient http = new();
        http.DefaultRequestHeaders.Authorization = new("Bearer", "xoxp-test");

        foreach (var channel in channels.Rows.Where(row => (bool?)row["is_private"] is false).Select(row => (string)row["channel_id"]!))
        {
            for (var cursor = ""; ;)
            {
                var body = await http.GetStringAsync(new Uri(_sandbox.Address, $"api/conversations.history?channel={channel}&limit=200&cursor={Uri.EscapeDataString(cursor)}"), CancellationToken);
                var answer = JsonNode.Parse(body)!;

                foreach (var message in answer["messages"]!.AsArray())
                {
                    var at = DateTimeOffset.FromUnixTimeSeconds(long.Parse(((string)message!["ts"]!).Split('.')[0], CultureInfo.InvariantCulture));

                    if (at >= from && at < to)
                    {
                        var author = (string?)message["user"] ?? (string?)message["bot_id"] ?? (string?)message["app_id"];
                        var key = string.Create(CultureInfo.InvariantCulture, $"{channel} {author} {at:yyyy-MM-dd}");
                        counts[key] = counts.GetValueOrDefault(key) + 1;
                    }
                }

                if (string.IsNullOrEmpty(cursor = (string?)answer["response_metadata"]?["next_cursor"] ?? ""))
                {
                    break;
                }
            }
        }

        return counts;
    }
}
