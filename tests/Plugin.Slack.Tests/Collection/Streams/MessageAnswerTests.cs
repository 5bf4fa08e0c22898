using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Conformance.Bench;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Collection.Streams;

/// <summary>Answers with messages that the sandbox does not give, and what must never be kept of any.</summary>
public sealed class MessageAnswerTests : IAsyncLifetime
{
    private const string History = "conversations_history";
    private const string Canary = "canary7351";

    private ScriptedSlack _slack = null!;
    private SlackTestBench _bench = null!;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _slack = await ScriptedSlack.StartAsync(CancellationToken);
        _bench = new(_slack.Address);
        PutChannels("C1");
    }

    public async ValueTask DisposeAsync()
    {
        _bench.Dispose();
        await _slack.DisposeAsync();
    }

    [Fact]
    public async Task The_span_ends_now_begins_thirty_days_ago_and_no_text_is_asked_for()
    {
        _slack.On("conversations.history", Page());

        await _bench.CollectAsync(History, CancellationToken);

        _slack.FormsOf("conversations.history").Single().ShouldBe(new Dictionary<string, string>
        {
            ["channel"] = "C1",
            ["limit"] = "999",
            ["latest"] = "1795478400.000000",
            ["oldest"] = "1792886399.999999",
        });
    }

    [Fact]
    public async Task Authors_are_accounts_bots_and_apps_and_a_message_without_any_is_counted_too()
    {
        _slack.On("conversations.history", Page(
            """{"ts":"1795400005.000100","user":"W1","reply_count":"3"}""",
            """{"ts":"1795400004.000100","user":null,"bot_id":"B1","app_id":"A1"}""",
            """{"ts":"1795400003.000100","bot_profile":{"id":"B2","app_id":"A2","icons":[]},"subtype":"bot_message"}""",
            """{"ts":"1795400002.000100","app_id":"A3","bot_profile":[]}""",
            """{"ts":"1795400001.000100","user":""}""",
            """{"ts":"1795400000.000100","user":"W1","subtype":"channel_join","reply_count":0}"""));

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.Rows.Select(row => (row["author_id"], row["author_kind"], row["user_id"], row["app_id"], row["messages"], row["notices"], row["threads"], row["replies_received"])).ShouldBe(
        [
            ("A3", "app", null, "A3", 1L, 0L, 0L, 0L),
            ("B1", "bot", null, "A1", 1L, 0L, 0L, 0L),
            ("B2", "bot", null, "A2", 1L, 1L, 0L, 0L),
            ("W1", "user", "W1", null, 2L, 1L, 1L, 3L),
            ("unknown", "unknown", null, null, 1L, 0L, 0L, 0L),
        ]);
        var person = history.Rows.Single(row => (string?)row["author_id"] == "W1");
        (person["day"], person["first_at"], person["last_at"]).ShouldBe(("2026-11-23", DateTimeOffset.FromUnixTimeSeconds(1_795_400_000), DateTimeOffset.FromUnixTimeSeconds(1_795_400_005)));
        history.Omitted.ShouldBe(new Dictionary<string, int> { ["counted_message"] = 1 });
    }

    [Theory]
    [InlineData("""{"user":"U2"}""", "missing_key")]
    [InlineData("""{"ts":null,"user":"U2"}""", "missing_key")]
    [InlineData("""{"ts":"soon","user":"U2"}""", "unreadable_record")]
    [InlineData("""{"ts":"1795400001.1234567","user":"U2"}""", "unreadable_record")]
    [InlineData("""{"ts":"1795400001.00x","user":"U2"}""", "unreadable_record")]
    [InlineData("""{"ts":["1795400001.000100"],"user":"U2"}""", "unreadable_record")]
    [InlineData("""{"ts":"1795400001.000100","user":7}""", "unreadable_record")]
    [InlineData("null", "unreadable_record")]
    [InlineData("""{"ts":"1795400003.000100","user":"U1"}""", "late_message")]
    [InlineData("""{"ts":"0.000100","user":"U2"}""", "outside_span")]
    [InlineData("""{"ts":"4102444800.000100","user":"U2"}""", "outside_span")]
    public async Task A_message_that_cannot_be_counted_is_told(string message, string code)
    {
        _slack.On("conversations.history", Page("""{"ts":"1795400003.000100","user":"U1"}""", message, """{"ts":"1795400000.000100","user":"U1"}"""));

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.Rows.Single()["messages"].ShouldBe(2L);
        history.Omitted.ShouldBe(new Dictionary<string, int> { [code] = 1, ["counted_message"] = 1 });
        history.Evidence.Sum(page => page.Received).ShouldBe(3);
    }

    [Fact]
    public async Task Moments_as_numbers_keep_every_digit()
    {
        _slack.On("conversations.history", Page("""{"ts":1795400000.000217,"user":"U1"}""", """{"ts":1795400000.000216,"user":"U1"}""", """{"ts":"1795400000","user":"U1"}"""));

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.Rows.Single()["messages"].ShouldBe(3L);
    }

    [Fact]
    public async Task Messages_that_came_oldest_first_are_counted_all_the_same()
    {
        _slack.On("conversations.history", Page("""{"ts":"1795300000.000100","user":"U1"}""", """{"ts":"1795400000.000100","user":"U1"}""", """{"ts":"1795300001.000100","user":"U1"}"""));

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.Rows.Select(row => (row["day"], row["messages"])).ShouldBe([("2026-11-23", 1L), ("2026-11-21", 2L)]);
    }

    [Fact]
    public async Task Calls_and_huddles_are_taken_from_what_surrounds_the_text()
    {
        _slack.On("conversations.history", Page(
            """
            {"ts":"1795400002.000100","user":"U1","text":"canary7351","blocks":[
             {"type":"rich_text","elements":[{"type":"text","text":"canary7351"}]}, 7,
             {"type":"call","call_id":"R1","call":{"v1":{"id":"R1","app_id":"A1","date_start":1795400002,"date_end":0,"created_by":"U1","name":"canary7351","join_url":"canary7351","all_participants":[{"slack_id":"U1"},{"external_id":"x"}]}}},
             {"type":"call","call_id":"R2","call":{"v1":{"date_start":"soon"}}}]}
            """,
            """{"ts":"1795400001.000100","user":"U1","subtype":"huddle_thread","room":{"id":"R3","created_by":"U2","date_start":1795400001,"date_end":1795400100,"participants":[],"participant_history":["U1","U2","U3"],"name":"canary7351"}}""",
            """{"ts":"1795400000.000100","user":"U1","subtype":"sh_room_created","room":[],"blocks":{}}"""));

        var history = await _bench.CollectAsync(History, CancellationToken);

        using var calls = JsonDocument.Parse((string)history.Rows.Single()["calls"]!);
        calls.RootElement.EnumerateArray().Select(call => call.GetRawText()).ShouldBe(
        [
            """{"id":"R1","is_huddle":false,"app_id":"A1","created_by":"U1","start":1795400002,"participants":2}""",
            """{"id":"R2","is_huddle":false}""",
            """{"id":"R3","is_huddle":true,"created_by":"U2","start":1795400001,"end":1795400100,"participants":3}""",
        ]);
    }

    [Fact]
    public async Task Cursors_that_are_all_refused_are_replaced_by_time()
    {
        Serve(Messages(5_000), refusesCursors: true);

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.End.Outcome.ShouldBe(StreamOutcome.Complete);
        history.Rows.Sum(row => (long)row["messages"]!).ShouldBe(5_000);
        history.Notes.ShouldContain("cursor_expired");
    }

    [Fact]
    public async Task A_page_that_comes_again_is_not_counted_twice_and_the_rest_is_found_by_time()
    {
        Serve(Messages(5_000), repeatsFirstPage: true);

        var history = await _bench.CollectAsync(History, CancellationToken);

        history.End.Outcome.ShouldBe(StreamOutcome.Complete);
        history.Rows.Sum(row => (long)row["messages"]!).ShouldBe(5_000);
        history.Omitted["late_message"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_circle_without_end_ends_partial_and_the_other_channels_are_read()
    {
        PutChannels("C1", "C2");
        _slack.On("conversations.history", async context =>
        {
            context.Response.ContentType = "application/json";
            var isCircle = context.Request.Form["channel"] == "C1";
            await context.Response.WriteAsync(
                $$$"""{"ok":true,"messages":[{"ts":"1795400000.000100","user":"U1"}],"has_more":{{{(isCircle ? "true" : "false")}}},"response_metadata":{"next_cursor":"{{{(isCircle ? "again" : "")}}}"}}""",
                context.RequestAborted);
        });

        var history = await _bench.CollectAsync(History, CancellationToken);

        (history.End.Outcome, history.End.Code).ShouldBe((StreamOutcome.Partial, "cursor_loop"));
        history.End.HighWaterMark.ShouldNotBeNull();
        history.Rows.Select(row => row["channel_id"]).ShouldBe(["C1", "C2"]);
        _slack.CallsOf("conversations.history").ShouldBeLessThan(10);
    }

    [Fact]
    public async Task A_day_of_many_authors_fits_into_no_checkpoint_and_is_read_once_more_after_an_interruption()
    {
        Serve([.. Enumerable.Range(0, 4_000).Select(index => (1_795_450_000_000_000 - (index * 1_000_000L), $"U{index:D8}"))]);
        var undisturbed = await _bench.CollectAsync(History, CancellationToken);

        undisturbed.Rows.Count.ShouldBe(4_000);
        undisturbed.Checkpoints.Count.ShouldBe(5);

        foreach (var checkpoint in undisturbed.Checkpoints)
        {
            Encoding.UTF8.GetByteCount(checkpoint.Value).ShouldBeLessThan(64 * 1024);
            var rest = await _bench.CollectAsync(History, CancellationToken, checkpoint);
            rest.Rows.Count.ShouldBe(checkpoint == undisturbed.Checkpoints[^1] ? 0 : 4_000);
        }
    }

    [Fact]
    public async Task A_day_of_many_authors_that_takes_more_than_a_run_is_cut_and_told()
    {
        using SlackTestBench bench = new(_slack.Address, settings: new Dictionary<string, string> { ["history_calls"] = "2" });
        PutChannels(bench, "C1");
        Serve([.. Enumerable.Range(0, 4_000).Select(index => (1_795_450_000_000_000 - (index * 1_000_000L), $"U{index:D8}")), (1_795_300_000_000_000, "U1")]);

        var first = await bench.CollectAsync(History, CancellationToken);
        var second = await bench.CollectAsync(History, CancellationToken, mark: first.End.HighWaterMark);

        first.Notes.ShouldContain("day_cut");
        first.Rows.Count.ShouldBe(2 * 999);
        second.End.Outcome.ShouldBe(StreamOutcome.Complete);
        second.Rows.Single()["day"].ShouldBe("2026-11-21");
    }

    [Fact]
    public async Task Two_pages_of_exactly_fifteen_tell_the_cap_and_one_does_not()
    {
        Serve(Messages(600), largestPage: 15);

        var history = await _bench.CollectAsync(History, CancellationToken);

        (history.End.Outcome, history.End.Code).ShouldBe((StreamOutcome.Partial, "history_capped"));
        _slack.CallsOf("conversations.history").ShouldBe(30);
        _slack.FormsOf("conversations.history").Select(form => form["limit"]).ShouldBe(["999", "999", .. Enumerable.Repeat("15", 28)]);
    }

    [Fact]
    public async Task A_conversation_that_is_gone_by_the_next_run_keeps_what_was_counted()
    {
        using SlackTestBench bench = new(_slack.Address, settings: new Dictionary<string, string> { ["history_calls"] = "1" });
        PutChannels(bench, "C1");
        Serve(Messages(3_000));
        var first = await bench.CollectAsync(History, CancellationToken);
        using SlackTestBench next = new(_slack.Address);

        var second = await next.CollectAsync(History, CancellationToken, mark: first.End.HighWaterMark);

        first.End.Code.ShouldBe("history_budget");
        second.End.Outcome.ShouldBe(StreamOutcome.Complete);
        (first.Rows.Concat(second.Rows).Sum(row => (long)row["messages"]!)).ShouldBe(999);
    }

    [Fact]
    public async Task No_text_reaches_a_row_a_log_an_exception_or_a_checkpoint()
    {
        string[] answers =
        [
            Page($$"""{"ts":"1795400001.000100","user":"U1","text":"{{Canary}}","attachments":[{"text":"{{Canary}}"}],"blocks":[{"type":"{{Canary}}","text":"{{Canary}}"}],"files":[{"name":"{{Canary}}"}],"topic":"{{Canary}}"}"""),
            Page($$"""{"ts":"{{Canary}}","user":"U1","text":"{{Canary}}"}"""),
            Page($$"""{"ts":"1795400001.000100","user":["{{Canary}}"],"text":"{{Canary}}"}"""),
            Page($$"""{"ts":"1795400001.000100","user":"U1","text":"{{Canary}}\u0000\ud800 more"}"""),
            $$"""{"ok":true,"messages":[{"ts":"1795400001.000100","text":"{{Canary}}""",
            $$"""{"ok":true,"messages":"{{Canary}}"}""",
            $$"""{"ok":false,"error":"{{Canary}} <{{Canary}}>","needed":"{{Canary}}","arg":"{{Canary}}"}""",
        ];

        foreach (var answer in answers)
        {
            _slack.Anew("conversations.history").On("conversations.history", answer);
            await using BenchSession session = new(new SlackPlugin(), Settings(), NewHttp, _bench.Clock, waiting: _bench.Clock.Advance);
            session.Rows.Add(_bench.DescriptionOf("conversations"), [.. _bench.DescriptionOf("conversations").Columns.Select(column => column.Name is "channel_id" ? "C1" : (object?)null)]);
            var told = "";

            try
            {
                var stream = await session.CollectAsync(new() { StreamId = History }, CancellationToken);
                told = string.Concat(stream.RowTexts) + JsonSerializer.Serialize(stream.Pages.Select(page => (page.Evidence, page.End, page.Next)));
            }
            catch (Exception exception) when (exception is not OperationCanceledException && !answer.Contains("<" + Canary, StringComparison.Ordinal))
            {
                told = exception + JsonSerializer.Serialize(exception.Data);
            }
            catch (Abstractions.Errors.ConnectorException exception)
            {
                // An unknown code is named: it is no text of a message.
                exception.SourceCode.ShouldBe(Canary + Canary);
            }

            (told + string.Concat(session.Log.Lines) + string.Concat(session.Waits.Waits)).ShouldNotContain(Canary);
        }
    }

    [Fact]
    public void What_is_read_of_a_message_has_no_member_for_a_text() =>
        new[] { typeof(SlackMessage), typeof(MessageBlock), typeof(VersionedCall), typeof(CallDetails), typeof(BotProfile) }
            .SelectMany(type => type.GetProperties())
            .Where(property => property.PropertyType == typeof(string))
            .Select(property => property.Name)
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ShouldBe(["AppId", "BotId", "CallId", "CreatedBy", "Id", "Subtype", "Type", "User"]);

    [Fact]
    public async Task A_buffer_that_held_a_page_is_cleared_before_anybody_else_gets_it()
    {
        WatchedPool pool = new();
        using StringContent content = new(new string('x', 300_000) + Canary);
        content.Headers.ContentLength = null;

        using (var body = await AnswerBody.ReadAsync(content, pool, CancellationToken))
        {
            Encoding.UTF8.GetString(body!.Bytes).ShouldEndWith(Canary);
        }

        pool.Returned.Count.ShouldBeGreaterThan(1, "it grew");
        pool.Returned.ShouldAllBe(isClear => isClear);
    }

    private static string Page(params string[] messages) => $$$"""{"ok":true,"messages":[{{{string.Join(',', messages)}}}],"has_more":false}""";

    /// <summary>A message of one of seven people every ten minutes.</summary>
    private static List<(long At, string User)> Messages(int count) =>
        [.. Enumerable.Range(0, count).Select(index => (1_795_478_000_000_000 - (index * 400_000_000L), $"U{index % 7}"))];

    private static HttpClient NewHttp() => new(new SocketsHttpHandler { AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.All }, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };

    private static void PutChannels(SlackTestBench bench, params string[] ids)
    {
        var channels = bench.DescriptionOf("conversations");
        bench.Inventory.Put(channels, ids.Select(id => channels.Columns.ToDictionary(column => column.Name, column => column.Name is "channel_id" ? id : (object?)null)));
    }

    private void PutChannels(params string[] ids) => PutChannels(_bench, ids);

    private SettingValues Settings() => new(
        new Dictionary<string, string> { ["api_address"] = _slack.Address.AbsoluteUri, ["pace"] = "unpaced" },
        new Dictionary<string, Secret> { ["token"] = new("xoxp-test") });

    /// <summary>Gives messages as Slack does, newest first, by cursor or by time.</summary>
    private void Serve(List<(long At, string User)> messages, bool refusesCursors = false, bool repeatsFirstPage = false, int largestPage = int.MaxValue)
    {
        var calls = 0;
        _slack.On("conversations.history", async context =>
        {
            var form = context.Request.Form;
            var begin = form.TryGetValue("cursor", out var cursor) ? int.Parse(cursor!, CultureInfo.InvariantCulture) : 0;
            context.Response.ContentType = "application/json";

            if (refusesCursors && begin > 0)
            {
                await context.Response.WriteAsync("""{"ok":false,"error":"invalid_cursor"}""", context.RequestAborted);

                return;
            }

            begin = repeatsFirstPage && ++calls == 2 ? 0 : begin;
            var (oldest, latest) = (Moment(form["oldest"]!), Moment(form["latest"]!));
            var found = messages.Where(message => message.At > oldest && message.At < latest).OrderByDescending(message => message.At).ToList();
            var limit = Math.Min(int.Parse(form["limit"]!, CultureInfo.InvariantCulture), largestPage);
            var page = found.Skip(begin).Take(limit).Select(message => string.Create(CultureInfo.InvariantCulture, $$"""{"ts":"{{message.At / 1_000_000}}.{{message.At % 1_000_000:D6}}","user":"{{message.User}}"}"""));
            var next = begin + limit < found.Count ? (begin + limit).ToString(CultureInfo.InvariantCulture) : "";
            await context.Response.WriteAsync(
                $$$"""{"ok":true,"messages":[{{{string.Join(',', page)}}}],"has_more":{{{(next.Length > 0 ? "true" : "false")}}},"response_metadata":{"next_cursor":"{{{next}}}"}}""",
                context.RequestAborted);
        });
    }

    private static long Moment(string text)
    {
        var parts = text.Split('.');

        return (long.Parse(parts[0], CultureInfo.InvariantCulture) * 1_000_000) + long.Parse(parts[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Lends fresh arrays and looks whether they come back clear.</summary>
    private sealed class WatchedPool : ArrayPool<byte>
    {
        public List<bool> Returned { get; } = [];

        public override byte[] Rent(int minimumLength) => new byte[minimumLength];

        public override void Return(byte[] array, bool clearArray = false)
        {
            if (clearArray)
            {
                Array.Clear(array);
            }

            Returned.Add(array.AsSpan().IndexOfAnyExcept((byte)0) < 0);
        }
    }
}
