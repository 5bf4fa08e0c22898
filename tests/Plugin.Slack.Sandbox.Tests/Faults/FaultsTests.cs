using System.Net;
using System.Text;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Faults;

public sealed class FaultsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("429", "1")]
    [InlineData("429-30", "30")]
    [InlineData("429-no-retry-after", null)]
    public async Task Too_many_requests_with_and_without_retry_after(string kind, string? retryAfter)
    {
        await using SandboxClient slack = await StrikingTheSecondAsync(kind);

        using HttpResponseMessage response = await SecondAsync(slack);

        response.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (response.Headers.TryGetValues("Retry-After", out IEnumerable<string>? values) ? values.Single() : null).ShouldBe(retryAfter);
        await ThirdIsGoodAsync(slack);
    }

    [Theory]
    [InlineData("500-html", HttpStatusCode.InternalServerError)]
    [InlineData("html-200", HttpStatusCode.OK)]
    public async Task An_HTML_page_in_place_of_an_answer(string kind, HttpStatusCode status)
    {
        await using SandboxClient slack = await StrikingTheSecondAsync(kind);

        using HttpResponseMessage response = await SecondAsync(slack);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("Server Error");
        await ThirdIsGoodAsync(slack);
    }

    [Fact]
    public async Task A_truncated_answer_is_not_JSON()
    {
        await using SandboxClient slack = await StrikingTheSecondAsync("truncate");

        using HttpResponseMessage response = await SecondAsync(slack);
        byte[] body = await response.Content.ReadAsByteArrayAsync(Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        Encoding.UTF8.GetString(body).ShouldStartWith("{\"ok\":true,\"members\":[");
        Should.Throw<JsonException>(() => JsonDocument.Parse(body));
        await ThirdIsGoodAsync(slack);
        (await slack.CallsAsync("users.list")).GetProperty("repeated_pages").GetInt32().ShouldBe(1, "the two good answers, not the broken one");
    }

    [Fact]
    public async Task A_reset_breaks_the_connection_in_the_middle()
    {
        await using SandboxClient slack = await StrikingTheSecondAsync("reset");

        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            using HttpResponseMessage response = await SecondAsync(slack);
            await response.Content.ReadAsByteArrayAsync(Cancellation);
        });

        await ThirdIsGoodAsync(slack);
    }

    [Fact]
    public async Task A_call_that_hangs_gets_no_answer_and_holds_up_no_other()
    {
        await using SandboxClient slack = await StrikingTheSecondAsync("hang");
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        (await slack.AskAsync("users.list")).IsOk().ShouldBeTrue();

        Task<HttpResponseMessage> hanging = slack.Http.GetAsync("api/users.list", patience.Token);

        while ((await slack.CallsAsync("users.list")).GetProperty("faulted").GetInt32() == 0)
        {
            Cancellation.ThrowIfCancellationRequested();
        }

        await ThirdIsGoodAsync(slack);
        hanging.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(hanging);
    }

    [Theory]
    [InlineData("invalid_cursor")]
    [InlineData("token_revoked")]
    [InlineData("account_inactive")]
    public async Task Any_other_word_is_an_error_code(string code)
    {
        await using SandboxClient slack = await StrikingTheSecondAsync(code);

        using HttpResponseMessage response = await SecondAsync(slack);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SandboxClient.ReadAsync(response)).ErrorCode().ShouldBe(code);
        await ThirdIsGoodAsync(slack);
    }

    [Theory]
    [InlineData("users.list", "members", 250)]
    [InlineData("team.accessLogs", "logins", 702)]
    [InlineData("conversations.list", "channels", null)]
    public async Task Empty_pages_are_not_the_last_and_their_cursors_differ(string method, string list, int? entries)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Faults = [$"{method}:2-4:empty-page"] });
        await using SandboxClient plain = await SandboxClient.StartAsync();

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync(method, ("limit", "20"));

        pages.Select(page => page.GetProperty(list).GetArrayLength()).Skip(1).Take(3).ShouldBe([0, 0, 0]);
        pages.Select(page => page.GetProperty("response_metadata").Text("next_cursor")).Distinct().Count().ShouldBe(pages.Count);
        string[] found = [.. pages.Items(list).Select(item => item.GetRawText())];
        found.ShouldBe((await plain.PagesAsync(method, ("limit", "20"))).Items(list).Select(item => item.GetRawText()));
        found.Length.ShouldBe(entries ?? found.Length);
    }

    [Theory]
    [InlineData("429-plain-text", HttpStatusCode.TooManyRequests, "1")]
    [InlineData("503-empty", HttpStatusCode.ServiceUnavailable, null)]
    public async Task A_failure_may_come_without_JSON(string kind, HttpStatusCode status, string? retryAfter)
    {
        await using SandboxClient slack = await StrikingTheSecondAsync(kind);

        using HttpResponseMessage response = await SecondAsync(slack);

        response.StatusCode.ShouldBe(status);
        response.Content.Headers.ContentType?.MediaType.ShouldNotBe("application/json");
        response.Headers.RetryAfter?.ToString().ShouldBe(retryAfter);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldNotContain("{");
        await ThirdIsGoodAsync(slack);
    }

    [Fact]
    public async Task A_short_page_is_not_the_last()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Faults = ["users.list:1-2:short-page"] });

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("users.list", ("limit", "100"));

        pages.Select(page => page.GetProperty("members").GetArrayLength()).ShouldBe([25, 25, 100, 100]);
    }

    [Fact]
    public async Task A_star_counts_the_calls_of_all_methods()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Faults = ["*:3-*:fatal_error"] });

        (await slack.ErrorAsync("auth.test")).ShouldBeNull();
        (await slack.ErrorAsync("team.info")).ShouldBeNull();
        (await slack.ErrorAsync("users.list")).ShouldBe("fatal_error");
        (await slack.ErrorAsync("auth.test")).ShouldBe("fatal_error");
    }

    [Fact]
    public async Task Faults_can_be_set_and_cleared_while_it_runs()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        (await slack.ErrorAsync("auth.test")).ShouldBeNull();

        await slack.PostControlAsync("faults", ("fault", "auth.test:2-*:token_revoked"), ("fault", "users.list:1:429"));

        (await slack.ErrorAsync("auth.test")).ShouldBeNull();
        (await slack.ErrorAsync("auth.test")).ShouldBe("token_revoked");
        (await slack.ErrorAsync("users.list")).ShouldBe("ratelimited");
        await slack.PostControlAsync("faults");
        (await slack.ErrorAsync("auth.test")).ShouldBeNull();
    }

    [Theory]
    [InlineData("users.list")]
    [InlineData("users.list:0:429")]
    [InlineData("users.list:3-2:429")]
    [InlineData("users.list:x:429")]
    [InlineData("users.lost:1:429")]
    [InlineData("users.list:1:")]
    public async Task A_fault_that_cannot_be_read_is_refused_with_its_grammar(string fault)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        using FormUrlEncodedContent form = SandboxClient.Form(("fault", fault));

        using HttpResponseMessage response = await slack.Http.PostAsync("sandbox/faults", form, Cancellation);

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync(Cancellation)).ShouldContain("method:nth-call");
    }

    private static Task<SandboxClient> StrikingTheSecondAsync(string kind) =>
        SandboxClient.StartAsync(new SandboxOptions { Faults = [$"users.list:2:{kind}"] });

    private static async Task<HttpResponseMessage> SecondAsync(SandboxClient slack)
    {
        (await slack.AskAsync("users.list")).IsOk().ShouldBeTrue();
        return await slack.SendAsync("users.list", SandboxClient.Token);
    }

    private static async Task ThirdIsGoodAsync(SandboxClient slack) =>
        (await slack.AskAsync("users.list")).GetProperty("members").GetArrayLength().ShouldBe(250);
}
