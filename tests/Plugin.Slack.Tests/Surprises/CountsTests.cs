using System.Text.Json.Nodes;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Surprises;

/// <summary>Nothing is lost silently: whatever a page looks like, a stream tells of as many records as Slack sent.</summary>
public sealed class CountsTests
{
    private static readonly string[] Faults =
        ["repeated-page", "cursor-loop", "no-key", "numbers-as-text", "dates-1970", "dates-2100", "odd-names", "huge-field", "fields-array", "fields-null", "no-deleted", "empty-page"];

    public static TheoryData<string, string> Streams
    {
        get
        {
            using SlackTestBench bench = new(new("http://127.0.0.1:1/"));
            TheoryData<string, string> data = [];

            // Read one answer for many records, or none: what they tell is not what one method sent.
            foreach (var stream in bench.Connector.Describe().Streams.Where(stream => stream.Id is not ("apps" or "calls" or "team_info" or "team_profile" or "users_profile" or "usergroups_users")))
            {
                foreach (var fault in Faults)
                {
                    data.Add(stream.Id, fault);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task The_evidence_counts_what_was_sent(string streamId, string fault)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var sandbox = await Sandboxes.StartAsync(cancellationToken, options => streamId switch
        {
            "conversations_history" => options with { Users = 200, Channels = 3, Messages = 70, Now = SlackTestBench.NewClock().GetUtcNow() },

            // A call for each channel: more of them would tell nothing else.
            "conversations_members" => options with { Users = 1_200, Channels = 40, Messages = 0, Now = SlackTestBench.NewClock().GetUtcNow() },
            _ => options with { Users = 2_100, Channels = 1_100, SignIns = 2_100, Files = 500, Messages = 0, Now = SlackTestBench.NewClock().GetUtcNow() },
        });
        using SlackTestBench bench = new(sandbox.Address, settings: new Dictionary<string, string> { ["history_days"] = "100" });
        using HttpClient http = new() { BaseAddress = sandbox.Address };
        var stream = bench.DescriptionOf(streamId);
        await bench.RunAsync(cancellationToken, isFull: false, ["team_info", .. stream.ReadsBack.Where(id => bench.DescriptionOf(id).ReadsBack.Count == 0)]);
        using FormUrlEncodedContent faults = new(stream.Methods.Select(method => KeyValuePair.Create("fault", $"{method}:2-3:{fault}")));
        using var set = await http.PostAsync(new Uri("sandbox/faults", UriKind.Relative), faults, cancellationToken);
        set.EnsureSuccessStatusCode();
        using var cleared = await http.PostAsync(new Uri("sandbox/calls/clear", UriKind.Relative), null, cancellationToken);
        cleared.EnsureSuccessStatusCode();

        var collected = await bench.CollectAsync(streamId, cancellationToken);

        var calls = JsonNode.Parse(await http.GetStringAsync(new Uri("sandbox/calls", UriKind.Relative), cancellationToken))!;
        var sent = stream.Methods.Sum(method => (long?)calls[method]?["records"] ?? 0);
        collected.End.Outcome.ShouldBeOneOf(StreamOutcome.Complete, StreamOutcome.Partial);
        sent.ShouldBeGreaterThan(0);
        ((long)collected.Evidence.Sum(page => page.Received)).ShouldBe(sent);
    }
}
