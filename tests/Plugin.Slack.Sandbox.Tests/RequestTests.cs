using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>What is the same for all methods: tokens, arguments, envelope.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData("Bearer", null)]
    [InlineData("bearer", "not_authed")]
    [InlineData("BEARER", "not_authed")]
    public async Task The_bearer_scheme_is_case_sensitive(string scheme, string? error)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "api/auth.test");
        request.Headers.TryAddWithoutValidation("Authorization", $"{scheme} {SandboxClient.Token}");

        using HttpResponseMessage response = await slack.Http.SendAsync(request, TestContext.Current.CancellationToken);

        (await SandboxClient.ReadAsync(response)).ErrorCode().ShouldBe(error);
    }

    [Fact]
    public async Task A_token_may_be_a_form_field_but_never_stand_in_the_query()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.AskAsync("auth.test", token: null, ("token", SandboxClient.Token))).IsOk().ShouldBeTrue();
        (await slack.AskAsync("auth.test?token=" + SandboxClient.Token, token: null)).ErrorCode().ShouldBe("not_authed");
    }

    [Fact]
    public async Task Empty_arguments_are_none_and_a_team_id_is_accepted()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        JsonElement answer = await slack.AskAsync("users.list", ("cursor", string.Empty), ("team_id", string.Empty), ("limit", "5"));

        answer.GetProperty("members").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public async Task Arguments_may_stand_in_the_query_of_a_GET()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "api/users.list?limit=3");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxClient.Token);

        using HttpResponseMessage response = await slack.Http.SendAsync(request, TestContext.Current.CancellationToken);

        (await SandboxClient.ReadAsync(response)).GetProperty("members").GetArrayLength().ShouldBe(3);
    }

    [Fact]
    public async Task A_JSON_body_is_ignored_where_Slack_ignores_it_and_read_where_it_reads_it()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        JsonElement list = await PostJsonAsync(slack, "users.list", """{"limit":3}""", SandboxClient.Token);
        JsonElement team = await PostJsonAsync(slack, "team.info", """{"team":"T0ELSEWHERE"}""", SandboxClient.Token);
        JsonElement token = await PostJsonAsync(slack, "auth.test", $$"""{"token":"{{SandboxClient.Token}}"}""", token: null);

        list.GetProperty("members").GetArrayLength().ShouldBe(250);
        team.ErrorCode().ShouldBe("team_not_found");
        token.IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_charset_on_a_form_is_remarked_on()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "api/auth.test")
        {
            Content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxClient.Token);

        using HttpResponseMessage response = await slack.Http.SendAsync(request, TestContext.Current.CancellationToken);
        JsonElement answer = await SandboxClient.ReadAsync(response);

        answer.IsOk().ShouldBeTrue();
        answer.Text("warning").ShouldBe("superfluous_charset");
        answer.GetProperty("response_metadata").GetProperty("warnings")[0].GetString().ShouldBe("superfluous_charset");
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_that_cannot_be_read_is_refused(string contentType)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "api/users.list") { Content = new ByteArrayContent("--x\r\nbroken"u8.ToArray()) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxClient.Token);

        using HttpResponseMessage response = await slack.Http.SendAsync(request, TestContext.Current.CancellationToken);

        (await SandboxClient.ReadAsync(response)).ErrorCode().ShouldBe("invalid_form_data");
    }

    [Fact]
    public async Task A_hundred_calls_at_once_are_all_answered()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 2_000 });

        JsonElement[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => slack.AskAsync("users.list", ("limit", "200"))));

        answers.ShouldAllBe(answer => answer.GetProperty("members").GetArrayLength() == 200);
        (await slack.CallsAsync("users.list")).GetProperty("calls").GetInt32().ShouldBe(100);
    }

    [Fact]
    public async Task A_revoked_token_is_said_to_be_revoked()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.AskAsync("auth.revoke", ("test", "1"))).GetProperty("revoked").GetBoolean().ShouldBeFalse();
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
        (await slack.AskAsync("auth.revoke")).GetProperty("revoked").GetBoolean().ShouldBeTrue();
        (await slack.ErrorAsync("auth.test")).ShouldBe("token_revoked");
    }

    private static async Task<JsonElement> PostJsonAsync(SandboxClient slack, string method, string json, string? token)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "api/" + method) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await slack.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await SandboxClient.ReadAsync(response);
    }
}
