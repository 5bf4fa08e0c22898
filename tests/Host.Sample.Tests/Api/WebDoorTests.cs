using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Api;
using Serilog.Events;

namespace Host.Sample.Tests.Api;

public sealed class WebDoorTests(SharedWeb shared) : IClassFixture<SharedWeb>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/plugins")]
    [InlineData("/api/connectors")]
    [InlineData("/api/nothing-here")]
    public async Task Without_the_access_key_rest_is_closed(string path)
    {
        var host = await shared.HostAsync();

        var answer = await host.Anonymous.GetAsync(path, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        (await ProblemAsync(answer)).GetProperty("fix").GetString().ShouldNotBeNull().ShouldContain("Authorization: Bearer");
    }

    [Fact]
    public async Task A_wrong_or_renewed_key_does_not_open()
    {
        await using var host = await WebFixture.StartAsync();
        var keys = host.Get<AccessKeys>();

        (await keys.FindAsync(host.Key, Token)).ShouldNotBeNull();
        (await keys.FindAsync(host.Key + "x", Token)).ShouldBeNull();
        (await keys.FindAsync("", Token)).ShouldBeNull();
        (await keys.EnsureAsync(Token)).ShouldBeNull();
        var renewed = await keys.RenewAsync(Token);

        (await host.Client.GetAsync("/api/plugins", Token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await keys.FindAsync(renewed, Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_the_access_key_only_a_hash_is_kept()
    {
        var host = await shared.HostAsync();

        (await host.EverythingWrittenAsync()).ShouldNotContain(host.Key);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    [InlineData("/openapi/v1.json")]
    public async Task Health_and_the_document_are_open(string path)
    {
        var host = await shared.HostAsync();

        (await host.Anonymous.GetAsync(path, Token)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_document_names_every_address_of_these_rooms()
    {
        var host = await shared.HostAsync();

        var document = await host.Anonymous.GetFromJsonAsync<JsonElement>("/openapi/v1.json", Token);

        var paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToList();
        paths.ShouldContain("/api/plugins");
        paths.ShouldContain("/api/endpoint-servers/{server}/features/{feature}");
        paths.ShouldContain("/api/connectors/{connector}");
        paths.ShouldContain("/api/authorizations/{id}/take");
    }

    [Theory]
    [InlineData("evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("127.0.0.1.evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("192.168.0.10", HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", HttpStatusCode.OK)]
    [InlineData("127.0.0.1:9", HttpStatusCode.OK)]
    public async Task Only_its_own_names_are_answered(string name, HttpStatusCode expected)
    {
        var host = await shared.HostAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = name;

        (await host.Anonymous.SendAsync(request, Token)).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData("{", "application/json", 400, "line 1")]
    [InlineData("", "application/json", 400, "")]
    [InlineData("""{"name":1}""", "application/json", 400, "$.name")]
    [InlineData("""{"colour":"red"}""", "application/json", 400, "colour")]
    [InlineData("name=x", "application/x-www-form-urlencoded", 415, "must be JSON")]
    public async Task A_body_that_is_not_understood_is_a_problem_that_says_where(string body, string type, int status, string says)
    {
        var host = await shared.HostAsync();
        using var content = new StringContent(body, Encoding.UTF8, type);

        var answer = await host.Client.PostAsync("/api/connectors", content, Token);

        ((int)answer.StatusCode).ShouldBe(status);
        var problem = await ProblemAsync(answer);
        problem.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(says);
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.ToString().ShouldNotContain("ConnectorBody");
        problem.ToString().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        var host = await shared.HostAsync();
        using var content = new StringContent($$"""{"name":"{{new string('x', 300_000)}}"}""", Encoding.UTF8, "application/json");

        var answer = await host.Client.PostAsync("/api/connectors", content, Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await ProblemAsync(answer)).GetProperty("type").GetString().ShouldBe("urn:connector-host:too-large");
    }

    [Fact]
    public async Task Unknown_addresses_and_methods_are_problems_too()
    {
        var host = await shared.HostAsync();

        var nothing = await host.Client.GetAsync("/api/nothing-here", Token);
        var method = await host.Client.DeleteAsync("/api/plugins", Token);

        nothing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ProblemAsync(nothing)).GetProperty("title").GetString().ShouldBe("Nothing here");
        method.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await ProblemAsync(method)).GetProperty("type").GetString().ShouldBe("urn:connector-host:method");
    }

    [Fact]
    public async Task An_address_in_use_is_said_in_one_sentence()
    {
        var host = await shared.HostAsync();
        using var folders = new TestFolders();
        await using var second = WebDoor.Build(folders.Options with { Address = host.Door.Address }, LogEventLevel.Fatal);

        var failure = await Should.ThrowAsync<HostException>(() => second.StartAsync(Token));

        failure.Problem.ShouldBe(HostProblem.AddressInUse);
    }

    [Fact]
    public void Plain_http_for_other_machines_must_be_allowed_explicitly()
    {
        using var folders = new TestFolders();
        var options = folders.Options with { Address = new("http://192.0.2.1:5080") };

        Should.Throw<HostException>(() => WebDoor.Build(options, LogEventLevel.Fatal)).Problem.ShouldBe(HostProblem.Usage);
    }

    [Fact]
    public async Task Answers_carry_the_headers_that_keep_them_out_of_frames_and_caches()
    {
        var host = await shared.HostAsync();

        var answer = await host.Client.GetAsync("/api/plugins", Token);

        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
        answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        answer.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Plugins_are_listed_and_described()
    {
        await using var host = await WebFixture.StartAsync();
        host.Folders.InstallBad("not-a-plugin");
        await host.SettledAsync("not-a-plugin");
        (await host.Client.GetAsync("/api/plugins/not-a-plugin", Token)).StatusCode.ShouldBe(HttpStatusCode.FailedDependency, "whoever asks for it finds out");

        var list = await host.Client.GetFromJsonAsync<JsonElement>("/api/plugins", Token);
        var description = await host.Client.GetFromJsonAsync<JsonElement>("/api/plugins/orchard", Token);
        var bad = await host.Client.GetAsync("/api/plugins/not-a-plugin", Token);

        list.EnumerateArray().Select(plugin => plugin.GetProperty("state").GetString()).ShouldBe(["broken", "available"]);
        list.EnumerateArray().First().GetProperty("reason").GetString().ShouldNotBeNull().ShouldContain("is no IConnectorPlugin");
        description.GetProperty("description").GetProperty("service").GetString().ShouldBe("Orchard");
        description.GetProperty("redirectUri").GetString().ShouldBe(new Uri(host.Door.Address, "/cmp/AuthorizeOrchardConnector").AbsoluteUri);
        ((int)bad.StatusCode).ShouldBe(424);
    }

    internal static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

        return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
    }
}
