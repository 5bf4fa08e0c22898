using System.Text.Json;
using System.Web;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Authorization;

public sealed class SlackAppManifestTests
{
    [Fact]
    public void The_setup_link_holds_a_manifest_with_the_hosts_callback_and_the_scopes()
    {
        using SlackTestBench bench = new(new("https://slack.com/"));
        const string Callback = "https://cc.example.org/cmp/AuthorizeSlackConnector";

        Uri link = new(bench.Connector.Describe().SetupLinkTemplate!.Replace("{redirect_uri}", Uri.EscapeDataString(Callback), StringComparison.Ordinal));

        using var manifest = JsonDocument.Parse(HttpUtility.ParseQueryString(link.Query)["manifest_json"]!);
        var oauth = manifest.RootElement.GetProperty("oauth_config");
        oauth.GetProperty("redirect_urls").EnumerateArray().Select(url => url.GetString()).ShouldBe([Callback]);
        oauth.GetProperty("scopes").GetProperty("user").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(Sandboxes.AllScopes);
        manifest.RootElement.GetProperty("display_information").GetProperty("name").GetString()!.Length.ShouldBeLessThanOrEqualTo(35);
    }
}
