using System.Globalization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Api;

public sealed class SlackClientTests : IAsyncLifetime
{
    private const string Good = """{"ok":true,"members":[{"id":"U1"}]}""";

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(CancellationToken);
        _bench = new(_slack.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("-5", 2)]
    [InlineData("soon", 2)]
    [InlineData(null, 2)]
    public async Task A_refusal_is_waited_out_as_long_as_the_header_says(string? retryAfter, int seconds)
    {
        _slack.On("users.list", 429, "slow down", "text/plain", retryAfter is null ? [] : [("Retry-After", retryAfter)]).On("users.list", Good);

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Count.ShouldBe(1);
        var page = users.Evidence.Single();
        (page.Calls, page.Retries, page.Throttled, page.Waited).ShouldBe((3, 1, 1, TimeSpan.FromSeconds(seconds)));
        _bench.Waits.All.Select(wait => wait.Stream).ShouldBe(["users"]);
    }

    [Fact]
    public async Task A_refusal_may_name_a_date()
    {
        var until = _bench.Clock.GetUtcNow().AddSeconds(90).ToString("R", CultureInfo.InvariantCulture);
        _slack.On("users.list", 429, "", null, ("Retry-After", until)).On("users.list", Good);

        (await _bench.CollectAsync("users", CancellationToken)).Evidence.Single().Waited.ShouldBe(TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task A_refusal_with_http_200_counts_as_one()
    {
        _slack.On("users.list", """{"ok":false,"error":"ratelimited"}""").On("users.list", Good);

        (await _bench.CollectAsync("users", CancellationToken)).Evidence.Single().Throttled.ShouldBe(1);
    }

    [Fact]
    public async Task A_pause_longer_than_ten_minutes_is_not_waited_out()
    {
        _slack.On("users.list", 429, "", null, ("Retry-After", "86400"));

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.TryLater, "ratelimited"));
        exception.Message.ShouldContain("86400 s");
        _bench.Waits.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(500, "<html>Server Error</html>", "text/html")]
    [InlineData(503, "", null)]
    [InlineData(200, "<html>Sign in</html>", "text/html")]
    [InlineData(200, "", "application/json")]
    [InlineData(200, """{"ok":true,"members":[{"id":"U1"},""", "application/json")]
    public async Task What_passes_is_tried_again_with_growing_waits(int status, string body, string? type)
    {
        _slack.On("users.list", status, body, type).On("users.list", status, body, type).On("users.list", status, body, type).On("users.list", Good);

        var page = (await _bench.CollectAsync("users", CancellationToken)).Evidence.Single();

        (page.Calls, page.Retries, page.Throttled, page.Waited).ShouldBe((5, 3, 0, TimeSpan.FromSeconds(2 + 4 + 8)));
    }

    [Fact]
    public async Task After_two_failures_a_smaller_page_is_asked_for()
    {
        _slack.On("users.list", 500, "", "text/html").On("users.list", 500, "", "text/html").On("users.list", Good);

        await _bench.CollectAsync("users", CancellationToken);

        _slack.FormsOf("users.list").Select(form => form["limit"]).ShouldBe(["999", "999", "200"]);
    }

    [Fact]
    public async Task A_5xx_that_names_a_pause_gets_it()
    {
        _slack.On("users.list", 503, "", null, ("Retry-After", "45")).On("users.list", Good);

        (await _bench.CollectAsync("users", CancellationToken)).Evidence.Single().Waited.ShouldBe(TimeSpan.FromSeconds(45));
    }

    [Theory]
    [InlineData(500, "http_500")]
    [InlineData(502, "http_502")]
    public async Task A_service_that_stays_unwell_is_given_up_after_six_tries(int status, string code)
    {
        _slack.On("users.list", status, "", "text/html");

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode, exception.StopsRun).ShouldBe((FailureReason.TryLater, code, false));
        _slack.CallsOf("users.list").ShouldBe(6);
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    public async Task An_address_without_a_web_api_is_a_setting_to_mend(int status)
    {
        _slack.On("users.list", status, "", "text/html");

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        exception.Reason.ShouldBe(FailureReason.FixSettings);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_body_is_tried_again()
    {
        _slack
            .On("users.list", async context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = 1_000;
                await context.Response.Body.WriteAsync("{\"ok\":true,"u8.ToArray(), context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                context.Abort();
            })
            .On("users.list", Good);

        (await _bench.CollectAsync("users", CancellationToken)).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Nobody_there_is_told_without_a_stack()
    {
        await using var gone = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(gone.Address);
        await gone.DisposeAsync();

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode).ShouldBe((FailureReason.TryLater, "connection_failed"));
    }

    [Fact]
    public async Task A_call_that_is_never_answered_ends_after_its_time_and_is_tried_again()
    {
        TaskCompletionSource arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _slack
            .On("users.list", async context =>
            {
                arrived.SetResult();
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            })
            .On("users.list", Good);

        var collecting = _bench.CollectAsync("users", CancellationToken);
        await arrived.Task.WaitAsync(CancellationToken);
        _bench.Clock.Advance(RetryRules.CallTimeout);

        (await collecting).Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_ends_a_call_at_once()
    {
        using CancellationTokenSource stop = new();
        _slack.On("users.list", async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        });

        await Should.ThrowAsync<OperationCanceledException>(() => _bench.CollectAsync("users", stop.Token));
    }

    [Fact]
    public async Task A_body_without_end_is_given_up()
    {
        _slack.On("users.list", async context =>
        {
            context.Response.ContentType = "application/json";
            var blanks = new byte[1024 * 1024];
            blanks.AsSpan().Fill((byte)' ');

            while (!context.RequestAborted.IsCancellationRequested)
            {
                try
                {
                    await context.Response.Body.WriteAsync(blanks, context.RequestAborted);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        });

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        exception.SourceCode.ShouldBe("answer_too_long");
    }

    [Fact]
    public async Task The_identity_is_asked_for_once_a_session()
    {
        _slack.On("users.list", Good);

        await _bench.CollectAsync("users", CancellationToken);
        await _bench.CollectAsync("users", CancellationToken);

        _slack.CallsOf("auth.test").ShouldBe(1);
    }

    [Fact]
    public async Task Granted_scopes_are_read_from_the_header()
    {
        _slack.Anew("auth.test").On("auth.test", 200, """{"ok":true,"team_id":"T1","user_id":"U1"}""", "application/json", ("x-oauth-scopes", "team:read, users:read"));
        _slack.On("users.list", Good);

        (await _bench.CollectAsync("users", CancellationToken)).End.Outcome.ShouldBe(StreamOutcome.Complete);
        (await _bench.CollectAsync("team_billable_info", CancellationToken)).End.Code.ShouldBe("missing_scope");
    }
}
