using System.Text;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection;

public sealed class ListAnswerTests : IAsyncLifetime
{
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

    [Fact]
    public async Task Short_and_empty_pages_are_no_end_while_there_is_a_cursor()
    {
        _slack
            .On("users.list", Page("""{"id":"U1","team_id":"T1"}""", "dXNlcjpVMQ=="))
            .On("users.list", Page("", "dXNlcjpVMg=="))
            .On("users.list", Page("""{"id":"U2","team_id":"T1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Select(row => row["user_id"]).ShouldBe(["U1", "U2"]);
        users.PageSizes.ShouldBe([1, 0, 1]);
        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        _slack.FormsOf("users.list").Select(form => form.GetValueOrDefault("cursor")).ShouldBe([null, "dXNlcjpVMQ==", "dXNlcjpVMg=="]);
        _slack.FormsOf("users.list").ShouldAllBe(form => form["limit"] == "999");
    }

    [Fact]
    public async Task Calls_are_forms_without_charset_and_the_token_is_a_header()
    {
        _slack.On("users.list", Page("", ""));

        await _bench.CollectAsync("users", CancellationToken);

        var call = _slack.Calls.Last();
        call.ContentType.ShouldBe("application/x-www-form-urlencoded");
        call.Authorization.ShouldBe("Bearer xoxp-test");
        call.Form.Keys.ShouldNotContain("token");
    }

    [Theory]
    [InlineData("""{"id":12,"team_id":"T1"}""")]
    [InlineData("""{"id":"U9","team_id":"T1","deleted":"no"}""")]
    [InlineData("""{"id":"U9","team_id":"T1","updated":1502138686.5}""")]
    [InlineData("""{"id":"U9","team_id":"T1","updated":99999999999999999999}""")]
    [InlineData("""{"id":"U9","team_id":"T1","updated":"soon"}""")]
    [InlineData("""{"id":"U9","team_id":"T1","profile":[]}""")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    public async Task A_record_of_the_wrong_type_costs_that_record_only(string record)
    {
        _slack.On("users.list", Page($$"""{"id":"U1","team_id":"T1"},{{record}},{"id":"U2","team_id":"T1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Select(row => row["user_id"]).ShouldBe(["U1", "U2"]);
        users.Omitted.ShouldBe(new Dictionary<string, int> { ["unreadable_record"] = 1 });
        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
    }

    [Fact]
    public async Task A_bad_record_does_not_lose_the_cursor()
    {
        _slack.On("users.list", Page("""{"id":1},{"id":"U1","team_id":"T1"}""", "next")).On("users.list", Page("""{"id":"U2","team_id":"T1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_record_without_id_is_counted_and_one_without_workspace_gets_the_tokens()
    {
        _slack.On("users.list", Page("""{"name":"nobody"},{"id":""},{"id":"U1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Omitted.ShouldBe(new Dictionary<string, int> { ["missing_key"] = 2 });
        users.Rows.Single()["team_id"].ShouldBe("T1");
    }

    [Fact]
    public async Task Nul_and_half_characters_are_taken_out_and_told()
    {
        _slack.On("users.list", Page("""{"id":"U1","team_id":"T1","name":"a\u0000b","real_name":"x\ud83dy","profile":{"title":"C:\\u0000 \ud83d\ude00"}}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        var row = users.Rows.Single();
        (row["handle"], row["real_name"], row["title"]).ShouldBe(("ab", "x\ufffdy", "C:\\u0000 😀"));
        users.Notes.ShouldBe(["cleaned_text"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_are_replaced()
    {
        byte[] body = [.. Encoding.UTF8.GetBytes("""{"ok":true,"members":[{"id":"U1","team_id":"T1","name":"caf"""), 0xE9, .. Encoding.UTF8.GetBytes("\"}]}")];
        _slack.On("users.list", async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        });

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Single()["handle"].ShouldBe("caf\ufffd");
        users.Notes.ShouldBe(["cleaned_text"]);
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("12345", "1970-01-01T03:25:45Z")]
    [InlineData("\"1502138686\"", "2017-08-07T20:44:46Z")]
    [InlineData("4102444800", "2100-01-01T00:00:00Z")]
    public async Task Moments_within_the_calendar_are_kept(string updated, string? expected)
    {
        _slack.On("users.list", Page($$"""{"id":"U1","team_id":"T1","updated":{{updated}}}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Single()["updated_at"].ShouldBe(expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture));
        users.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Moments_beyond_the_calendar_are_left_empty_and_told()
    {
        _slack.On("users.list", Page("""{"id":"U1","team_id":"T1","updated":1831448563200,"profile":{"guest_expiration_ts":-99999999999999}}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.Rows.Single()["updated_at"].ShouldBeNull();
        users.Evidence.Single().Notes.Single().Message.ShouldStartWith("2 moments");
    }

    [Fact]
    public async Task The_same_cursor_again_ends_partial()
    {
        _slack.On("users.list", Page("""{"id":"U1","team_id":"T1"}""", "again"));

        var users = await _bench.CollectAsync("users", CancellationToken);

        (users.End.Outcome, users.End.Code).ShouldBe((StreamOutcome.Partial, "cursor_loop"));
        _slack.CallsOf("users.list").ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_page_that_leads_to_its_own_place_is_asked_for_again()
    {
        _slack
            .On("users.list", Page("""{"id":"U1","team_id":"T1"}""", "a"))
            .On("users.list", Page("", "a"))
            .On("users.list", Page("", "a"))
            .On("users.list", Page("""{"id":"U2","team_id":"T1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Outcome.ShouldBe(StreamOutcome.Complete);
        users.Rows.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Empty_pages_that_never_lead_away_end_partial()
    {
        _slack.On("users.list", Page("", "a"));

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Code.ShouldBe("cursor_loop");
        _slack.CallsOf("users.list").ShouldBe(11);
    }

    [Fact]
    public async Task A_circle_of_cursors_ends_partial()
    {
        for (var round = 0; round < 20; round++)
        {
            _slack.On("users.list", Page("", "a")).On("users.list", Page("", "b")).On("users.list", Page("", "c"));
        }

        var users = await _bench.CollectAsync("users", CancellationToken);

        users.End.Code.ShouldBe("cursor_loop");
        _slack.CallsOf("users.list").ShouldBeLessThan(20);
    }

    [Theory]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"ok":true,"members":null}""")]
    [InlineData("""{"ok":true,"members":{}}""")]
    [InlineData("""{"ok":"yes","members":[]}""")]
    [InlineData("""{"members":[]}""")]
    [InlineData("""{"ok":true,"members":[{"id":"U2","te""")]
    [InlineData("")]
    [InlineData("[]")]
    public async Task A_page_that_does_not_parse_ends_partial_with_what_was_kept(string body)
    {
        _slack.On("users.list", Page("""{"id":"U1","team_id":"T1"}""", "next")).On("users.list", body);

        var users = await _bench.CollectAsync("users", CancellationToken);

        (users.End.Outcome, users.End.Code).ShouldBe((StreamOutcome.Partial, "unreadable_answer"));
        users.Rows.Count.ShouldBe(1);
        users.End.Message!.ShouldContain("users.list");
        _slack.CallsOf("users.list").ShouldBe(1 + 6, "six tries");
    }

    [Fact]
    public async Task A_first_page_that_never_parses_fails_the_stream()
    {
        _slack.On("users.list", """{"ok":true}""");

        var exception = await Should.ThrowAsync<ConnectorException>(() => _bench.CollectAsync("users", CancellationToken));

        (exception.SourceCode, exception.StopsRun).ShouldBe(("unreadable_answer", false));
    }

    [Fact]
    public async Task A_checkpoint_of_something_else_makes_the_stream_begin_anew()
    {
        _slack.On("users.list", Page("""{"id":"U1","team_id":"T1"}""", ""));

        var users = await _bench.CollectAsync("users", CancellationToken, new Checkpoint("no json"));

        users.StartedOver.ShouldBe(1);
        users.Rows.Count.ShouldBe(1);
        users.Notes.ShouldBe(["checkpoint_unreadable"]);
    }

    private static string Page(string members, string cursor) => $$$"""{"ok":true,"members":[{{{members}}}],"response_metadata":{"next_cursor":"{{{cursor}}}"}}""";
}
