using System.Text.Json;
using System.Web;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Slack.Tests.Support;
using YamlDotNet.Serialization;

namespace Plugin.Slack.Tests.Authorization;

public sealed class SlackAppManifestTests
{
    private const string Callback = "https://cc.example.org/cmp/AuthorizeSlackConnector?a=%22b%22";

    [Fact]
    public void The_setup_link_holds_a_manifest_with_the_hosts_callback_and_the_scopes()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        Uri link = new(bench.Connector.Describe().SetupLinkTemplate!.Replace("{redirect_uri}", Uri.EscapeDataString(Callback), StringComparison.Ordinal));

        using var manifest = JsonDocument.Parse(HttpUtility.ParseQueryString(link.Query)["manifest_json"]!);
        RedirectsOf(manifest.RootElement).ShouldBe([Callback]);
        ScopesOf(manifest.RootElement).ShouldBe(Sandboxes.AllScopes);
        manifest.RootElement.GetProperty("display_information").GetProperty("name").GetString()!.Length.ShouldBeLessThanOrEqualTo(35);
    }

    [Theory]
    [InlineData("team_info", "team:read")]
    [InlineData("users", "users:read")]
    [InlineData("users,team_access_logs", "admin,users:read")]
    [InlineData("conversations,conversations_history", "channels:read,channels:history,groups:read")]
    [InlineData("", "")]
    [InlineData("nothing-of-ours", "")]
    public void An_app_asks_for_what_its_streams_need_and_no_more(string streams, string scopes)
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        Prepare(bench, Split(streams)).Scopes.ShouldBe(Split(scopes), ignoreOrder: true);
    }

    [Fact]
    public void Direct_messages_and_further_scopes_are_asked_for_when_the_settings_say_so()
    {
        using SlackTestBench bench = new(new("https://slack.com/"), extraScopes: "users:read.email", settings: new Dictionary<string, string> { ["direct_messages"] = "true" });

        Prepare(bench, ["users", "conversations_history"]).Scopes.ShouldBe(["users:read", "users:read.email", "channels:history", "im:history"], ignoreOrder: true);
    }

    [Fact]
    public void Json_yaml_and_link_say_the_same()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        var application = Prepare(bench, ["users", "files"]);

        var json = application.Documents.Single(document => document.Format == "json").Content;
        var yaml = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(application.Documents.Single(document => document.Format == "yaml").Content);
        using var ofJson = JsonDocument.Parse(json);
        using var ofYaml = JsonDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(yaml));
        using var ofLink = JsonDocument.Parse(HttpUtility.ParseQueryString(application.CreateLink!.Query)["manifest_json"]!);
        JsonElement.DeepEquals(ofYaml.RootElement, ofJson.RootElement).ShouldBeTrue($"{ofYaml.RootElement}\n{json}");
        JsonElement.DeepEquals(ofLink.RootElement, ofJson.RootElement).ShouldBeTrue();
        RedirectsOf(ofJson.RootElement).ShouldBe([Callback]);
        ScopesOf(ofJson.RootElement).ShouldBe(application.Scopes);
        application.CreateLink.GetLeftPart(UriPartial.Path).ShouldBe("https://api.slack.com/apps");
    }

    [Fact]
    public void An_app_without_scopes_is_still_one_that_parses()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));

        var yaml = Prepare(bench, []).Documents.Single(document => document.Format == "yaml").Content;

        using var parsed = JsonDocument.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().Build().Deserialize<object>(yaml)));
        ScopesOf(parsed.RootElement).ShouldBeEmpty();
    }

    public static TheoryData<string> Outcomes
    {
        get
        {
            using SlackTestBench bench = new(new("https://slack.com/"));

            return [.. bench.Connector.Describe().Outcomes.Select(outcome => outcome.Id)];
        }
    }

    [Theory]
    [MemberData(nameof(Outcomes))]
    public void The_app_of_an_outcome_asks_for_the_scopes_of_its_streams_and_its_own(string id)
    {
        using SlackTestBench bench = new(new("https://slack.com/"));
        var description = bench.Connector.Describe();
        var outcome = description.Outcomes.Single(outcome => outcome.Id == id);

        var scopes = bench.Connector.PrepareApplication(new(bench.Context.Settings, outcome.Streams, outcome.Scopes ?? [], new(Callback)))!.Scopes;

        scopes.ShouldBe(description.Streams.Where(stream => outcome.Streams.Contains(stream.Id)).SelectMany(stream => stream.Scopes).Concat(outcome.Scopes ?? []).Distinct(), ignoreOrder: true);
    }

    [Fact]
    public void Every_stream_and_every_scope_is_taken_by_an_outcome()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));
        var description = bench.Connector.Describe();

        description.Streams.Select(stream => stream.Id).Except(description.Outcomes.SelectMany(outcome => outcome.Streams)).ShouldBeEmpty();
        description.Scopes.Select(scope => scope.Name).Except(description.Outcomes.SelectMany(outcome => Taken(description, outcome))).ShouldBeEmpty();
    }

    private static IEnumerable<string> Taken(ConnectorDescription description, OutcomeDescription outcome) =>
        description.Streams.Where(stream => outcome.Streams.Contains(stream.Id)).SelectMany(stream => stream.Scopes).Concat(outcome.Scopes ?? []);

    private static ApplicationManifest Prepare(SlackTestBench bench, string[] streams) => bench.Connector.PrepareApplication(new(bench.Context.Settings, streams, [], new(Callback)))!;

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string?> ScopesOf(JsonElement manifest) => manifest.GetProperty("oauth_config").GetProperty("scopes").GetProperty("user").EnumerateArray().Select(scope => scope.GetString());

    private static IEnumerable<string?> RedirectsOf(JsonElement manifest) => manifest.GetProperty("oauth_config").GetProperty("redirect_urls").EnumerateArray().Select(url => url.GetString());
}
