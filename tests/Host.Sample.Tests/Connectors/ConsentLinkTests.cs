using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Host.Sample.Access;
using Host.Sample.Connectors;
using Host.Sample.EndpointServers;
using Microsoft.Extensions.Time.Testing;
using Plugin.Orchard.Service;

namespace Host.Sample.Tests.Connectors;

public sealed partial class ConsentLinkTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_lets_a_colleague_consent_once_without_ever_showing_the_token()
    {
        await using var office = await OrchardService.StartAsync(new() { TokenLife = TimeSpan.FromHours(1) }, Token);
        await using var host = await StartAsync(office);
        var address = await MakeAsync(host);

        var page = await host.Anonymous.GetAsync(address, Token);
        var asked = await page.Content.ReadAsStringAsync(Token);
        var leading = await PressAsync(host, address, asked);
        var consentUrl = WebUtility.HtmlDecode(RefreshPattern().Match(leading).Groups["url"].Value);
        using var allow = new FormUrlEncodedContent([new("decision", "allow")]);
        var callback = (await host.Anonymous.PostAsync(new Uri(consentUrl), allow, Token)).Headers.Location.ShouldNotBeNull();
        var confirmation = await host.Anonymous.GetAsync(callback, Token);
        var again = await host.Anonymous.GetAsync(address, Token);

        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        asked.ShouldContain("North");
        asked.ShouldContain(AccessKeys.FirstName);
        asked.ShouldContain("trees:read");
        confirmation.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await confirmation.Content.ReadAsStringAsync(Token)).ShouldNotContain("orchard-access");
        (await host.Get<ConnectorService>().GetAsync("North", Token)).IsAuthorized.ShouldBeTrue();
        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await again.Content.ReadAsStringAsync(Token)).ShouldContain("This link has been used");
    }

    [Fact]
    public async Task A_link_is_kept_only_as_its_hash()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);

        var address = await MakeAsync(host);
        await host.Anonymous.GetAsync(address, Token);

        (await host.EverythingWrittenAsync()).ShouldNotContain(Part(address));
    }

    [Fact]
    public async Task After_a_day_a_link_is_told_to_have_expired()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office, clock);
        var address = await MakeAsync(host);

        clock.Advance(TimeSpan.FromHours(24));
        var page = await host.Anonymous.GetAsync(address, Token);
        var use = await Should.ThrowAsync<HostException>(() => host.Get<ConsentLinks>().UseAsync(Part(address), Token));

        page.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("This link has expired");
        use.Problem.ShouldBe(HostProblem.Conflict);
    }

    [Theory]
    [InlineData("never-made")]
    [InlineData("%3Cscript%3Ealert(1)%3C%2Fscript%3E")]
    public async Task An_unknown_link_is_told_as_such(string token)
    {
        await using var host = await WebFixture.StartAsync();

        var page = await host.Anonymous.GetAsync(ConsentLinks.PathPrefix + token, Token);

        page.StatusCode.ShouldBe(HttpStatusCode.Gone);
        var html = await page.Content.ReadAsStringAsync(Token);
        html.ShouldContain("No such link");
        html.ShouldNotContain("<script>alert");
    }

    [Fact]
    public async Task Of_several_who_use_a_link_at_the_same_instant_one_succeeds()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        var token = Part(await MakeAsync(host));
        var links = host.Get<ConsentLinks>();

        var uses = await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            try
            {
                await links.UseAsync(token, Token);

                return true;
            }
            catch (HostException exception) when (exception.Problem is HostProblem.Conflict)
            {
                return false;
            }
        }));

        uses.Count(used => used).ShouldBe(1);
    }

    [Fact]
    public async Task A_consent_that_cannot_begin_leaves_the_link_as_it_was()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        var token = Part(await MakeAsync(host));
        await host.Get<FeatureService>().DisableAsync("local", "orchard", Token);

        var refusal = await Should.ThrowAsync<HostException>(() => host.Get<ConsentLinks>().UseAsync(token, Token));
        await host.Get<FeatureService>().EnableAsync("local", "orchard", Token);
        var start = await host.Get<ConsentLinks>().UseAsync(token, Token);

        refusal.Problem.ShouldBe(HostProblem.FeatureDisabled);
        start.ConsentUrl.ShouldStartWith(office.Address.AbsoluteUri);
    }

    [Fact]
    public async Task No_link_is_made_for_a_connector_that_cannot_be_consented_for()
    {
        await using var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("North");

        var answer = await host.Client.PostAsync("/api/connectors/North/consent-links", null, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await Api.WebDoorTests.ProblemAsync(answer)).GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("setting").GetString()).ShouldContain("client_id");
    }

    [Fact]
    public async Task Links_are_made_by_administrators_only_and_are_in_the_audit_trail()
    {
        await using var office = await OrchardService.StartAsync(new(), Token);
        await using var host = await StartAsync(office);
        var key = await host.Get<AccessKeys>().AddAsync("operator", AccessRole.Operator, null, Token);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/connectors/North/consent-links") { Headers = { Authorization = new("Bearer", key.Value) } };

        var refused = await host.Anonymous.SendAsync(request, Token);
        await MakeAsync(host);
        var audit = await host.Get<AuditTrail>().ListAsync("consent_link", 0, 10, Token);

        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        audit.Entries.ShouldHaveSingleItem().Action.ShouldBe("consent_link.made");
    }

    private static async Task<WebFixture> StartAsync(OrchardService office, FakeTimeProvider? clock = null)
    {
        var host = await WebFixture.StartAsync(options => options with { AllowedOrigins = [office.Address.GetLeftPart(UriPartial.Authority)] }, clock);
        await host.Get<ConnectorService>().AddAsync(
            new()
            {
                Name = "North",
                PluginId = "orchard",
                Texts = new Dictionary<string, string?> { ["client_id"] = "orchard-client", ["service_address"] = office.Address.AbsoluteUri },
                Secrets = new Dictionary<string, string?> { ["client_secret"] = "orchard-client-secret" },
            },
            Token);

        return host;
    }

    private static async Task<Uri> MakeAsync(WebFixture host)
    {
        var answer = await host.Client.PostAsync("/api/connectors/North/consent-links", null, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));

        return new((await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("address").GetString()!);
    }

    private static string Part(Uri address) => address.Segments[^1];

    /// <summary>Presses the button on the page, as a browser does: with all that the form holds.</summary>
    private static async Task<string> PressAsync(WebFixture host, Uri address, string html)
    {
        using var form = new FormUrlEncodedContent(InputPattern().Matches(html).Select(input => KeyValuePair.Create(input.Groups["name"].Value, WebUtility.HtmlDecode(input.Groups["value"].Value))));
        var answer = await host.Anonymous.PostAsync(address, form, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Token));

        return await answer.Content.ReadAsStringAsync(Token);
    }

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]*)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex InputPattern();

    [GeneratedRegex("""content="0; url=(?<url>[^"]+)""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex RefreshPattern();
}
