using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Api;

public sealed class SlackErrorsTests
{
    public static TheoryData<string> Codes => [.. new SlackErrors().All.Select(error => error.Code).Order(StringComparer.Ordinal)];

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_code_on_the_second_page_does_what_its_row_says(string code)
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.Address);
        slack.On("users.list", """{"ok":true,"members":[{"id":"U1"}],"response_metadata":{"next_cursor":"c"}}""").On("users.list", $$"""{"ok":false,"error":"{{code}}"}""");
        var error = new SlackErrors().Find(code);

        switch (error.Action)
        {
            case SlackErrorAction.Retry:
                var late = await bench.CollectAsync("users", CancellationToken);
                (late.End.Outcome, late.End.Reason).ShouldBe((StreamOutcome.Partial, FailureReason.TryLater));
                slack.CallsOf("users.list").ShouldBe(1 + (code.Contains("limited", StringComparison.Ordinal) ? RetryRules.MaximumRefusals : RetryRules.MaximumTries));
                break;
            case SlackErrorAction.RestartStream:
                slack.On("users.list", """{"ok":true,"members":[{"id":"U1"}]}""");
                var restarted = await bench.CollectAsync("users", CancellationToken);
                restarted.StartedOver.ShouldBe(1);
                break;
            case SlackErrorAction.SkipStream:
                var skipped = await bench.CollectAsync("users", CancellationToken);
                (skipped.End.Outcome, skipped.End.Code, skipped.End.Reason, skipped.End.Fix).ShouldBe((StreamOutcome.Partial, code, error.Reason, error.Fix));
                break;
            case SlackErrorAction.FixRequest when code is "over_pagination_limit":
                (await bench.CollectAsync("users", CancellationToken)).End.Code.ShouldBe(code);
                break;
            default:
                var exception = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));
                (exception.SourceCode, exception.Reason, exception.Fix).ShouldBe((code, error.Reason, error.Fix));
                exception.Message.ShouldContain($"'{code}'");
                break;
        }
    }

    [Fact]
    public async Task An_unknown_code_fails_with_the_code_cleaned()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("users.list", """{"ok":false,"error":"brand_new<b>"}""").Address);

        var exception = await Should.ThrowAsync<ConnectorException>(() => bench.CollectAsync("users", CancellationToken));

        (exception.Reason, exception.SourceCode, exception.StopsRun).ShouldBe((FailureReason.ReportDefect, "brand_newb", false));
    }

    [Fact]
    public async Task A_missing_scope_names_what_is_needed_and_what_there_is()
    {
        await using var slack = await ScriptedSlack.StartAsync(CancellationToken);
        using SlackTestBench bench = new(slack.On("users.list", """{"ok":false,"error":"missing_scope","needed":"users:read","provided":"team:read,admin"}""").Address);

        var users = await bench.CollectAsync("users", CancellationToken);

        users.End.Message!.ShouldContain("needs users:read; the token has team:read,admin");
        users.End.Fix!.ShouldContain("users:read");
    }

    [Fact]
    public void Every_row_has_a_meaning_and_a_fix_and_only_dead_tokens_stop_a_run()
    {
        foreach (var error in new SlackErrors().All)
        {
            error.Meaning.ShouldNotBeNullOrWhiteSpace();
            error.Fix.ShouldEndWith(".");

            if (error.Action is SlackErrorAction.AbortRun)
            {
                new ConnectorException(error.Reason, "m", "f").StopsRun.ShouldBeTrue(error.Code);
            }
        }
    }
}
