using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class ConversationsHistoryTests
{
    [Theory]
    [InlineData("7")]
    [InlineData("100")]
    [InlineData("5000")]
    public async Task Pages_of_any_size_give_every_message_once_newest_first(string limit)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string general = await GeneralAsync(slack);

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("conversations.history", ("channel", general), ("limit", limit));

        string[] moments = [.. pages.Items("messages").Select(message => message.Text("ts"))];
        moments.Length.ShouldBe(480);
        moments.ShouldBe(moments.OrderDescending(StringComparer.Ordinal));
        moments.Distinct().Count().ShouldBe(moments.Length);
        pages.SkipLast(1).ShouldAllBe(page => page.IsTrue("has_more") && page.GetProperty("messages").GetArrayLength() <= 999);
        pages[^1].IsTrue("has_more").ShouldBeFalse();
        pages[^1].Has("response_metadata").ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_range_leaves_its_ends_out_unless_asked_for(bool inclusive)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string general = await GeneralAsync(slack);
        string[] all = [.. (await slack.AskAsync("conversations.history", ("channel", general), ("limit", "999"))).GetProperty("messages").EnumerateArray().Select(message => message.Text("ts"))];

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync(
            "conversations.history", ("channel", general), ("limit", "10"), ("oldest", all[90]), ("latest", all[40]), ("inclusive", inclusive ? "1" : null));

        pages.Items("messages").Select(message => message.Text("ts")).ShouldBe(inclusive ? all[40..91] : all[41..90]);
        (await slack.AskAsync("conversations.history", ("channel", general), ("oldest", all[0]))).GetProperty("messages").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task What_is_said_meanwhile_does_not_shift_a_walk()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string general = await GeneralAsync(slack);
        JsonElement first = await slack.AskAsync("conversations.history", ("channel", general), ("limit", "20"));
        JsonElement second = await slack.AskAsync("conversations.history", ("channel", general), ("limit", "20"), ("cursor", Cursor(first)));

        await slack.PostControlAsync("next-day");

        JsonElement again = await slack.AskAsync("conversations.history", ("channel", general), ("limit", "20"), ("cursor", Cursor(first)));
        again.GetProperty("messages").GetRawText().ShouldBe(second.GetProperty("messages").GetRawText());
        JsonElement newer = await slack.AskAsync("conversations.history", ("channel", general), ("oldest", first.GetProperty("messages")[0].Text("ts")));
        newer.GetProperty("messages").GetArrayLength().ShouldBe(4);
    }

    [Fact]
    public async Task Messages_are_of_people_bots_apps_and_strangers_and_each_says_something()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 120, Plan = SlackPlan.Enterprise });
        JsonElement[] messages = [.. (await Messages.AllAsync(slack)).Select(found => found.Message)];

        messages.ShouldAllBe(message => message.GetRawText().Contains("sandbox message text", StringComparison.Ordinal));
        messages.ShouldContain(message => message.Has("subtype") && message.Text("subtype") == "channel_join");
        messages.ShouldContain(message => message.Has("subtype") && message.Text("subtype") == "bot_message" && !message.Has("user"));
        messages.ShouldContain(message => message.Has("user") && message.GetProperty("user").ValueKind == JsonValueKind.Null && message.Has("bot_id"));
        messages.ShouldContain(message => message.Has("files"));
        messages.ShouldContain(message => message.Has("edited"));
        string[] authors = [.. messages.Where(message => message.Has("user") && message.GetProperty("user").ValueKind == JsonValueKind.String && !message.Has("user_team")).Select(message => message.Text("user")).Distinct()];
        authors.ShouldContain(author => author.StartsWith('W'));
        authors.ShouldContain(author => author.StartsWith('U'));
        foreach (string author in authors)
        {
            (await slack.AskAsync("users.info", ("user", author))).IsOk().ShouldBeTrue(author);
        }

        JsonElement stranger = messages.First(message => message.Has("user_team"));
        (await slack.AskAsync("users.info", ("user", stranger.Text("user")))).GetProperty("user").Text("team_id").ShouldBe(stranger.Text("user_team"));
    }

    [Fact]
    public async Task Replies_stand_in_their_thread_and_not_in_the_history()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        IReadOnlyList<(string Channel, JsonElement Message)> all = await Messages.AllAsync(slack);
        (string channel, JsonElement parent) = all.First(found => found.Message.Has("reply_count") && found.Message.GetProperty("reply_count").GetInt32() > 2);

        JsonElement[] thread = [.. (await slack.PagesAsync("conversations.replies", ("channel", channel), ("ts", parent.Text("ts")), ("limit", "2"))).Items("messages")];

        thread[0].Text("ts").ShouldBe(parent.Text("ts"));
        JsonElement[] replies = thread[1..];
        replies.Length.ShouldBe(parent.GetProperty("reply_count").GetInt32());
        replies[^1].Text("ts").ShouldBe(parent.Text("latest_reply"));
        replies.Select(reply => reply.Text("user")).Distinct().ShouldBe(parent.GetProperty("reply_users").EnumerateArray().Select(user => user.GetString()), ignoreOrder: true);
        replies.ShouldAllBe(reply => reply.Text("thread_ts") == parent.Text("ts"));
        all.ShouldNotContain(found => found.Channel == channel && replies.Any(reply => reply.Text("ts") == found.Message.Text("ts")));
        (await slack.ErrorAsync("conversations.replies", ("channel", channel), ("ts", "1000000000.000001"))).ShouldBe("thread_not_found");
    }

    [Fact]
    public async Task An_old_thread_gets_a_reply_on_a_later_day()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        Dictionary<string, int> before = await RepliesAsync(slack);

        await slack.PostControlAsync("next-day");

        Dictionary<string, int> after = await RepliesAsync(slack);
        before.ShouldAllBe(thread => after[thread.Key] >= thread.Value);
        before.ShouldContain(thread => after[thread.Key] > thread.Value);
    }

    [Fact]
    public async Task Each_kind_of_conversation_needs_its_own_scope()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        await NeedsAsync(slack, "im", needed: null);
        await NeedsAsync(slack, "mpim", "mpim:history");
        await NeedsAsync(slack, "private_channel", "groups:history");
        (await slack.ErrorAsync("conversations.history", ("channel", "C0NOWHERE0"))).ShouldBe("channel_not_found");
        string general = await GeneralAsync(slack);
        (await slack.ErrorAsync("conversations.history", ("channel", general), ("oldest", "yesterday"))).ShouldBe("invalid_ts_oldest");
        (await slack.ErrorAsync("conversations.history", ("channel", general), ("latest", "1.2.3"))).ShouldBe("invalid_ts_latest");
    }

    [Fact]
    public async Task Direct_messages_are_there_for_their_own_people_only()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Tokens = [new("xoxp-member", ["im:read", "im:history"])] });
        string direct = (await slack.AskAsync("conversations.list", ("types", "im"))).GetProperty("channels")[0].Text("id");

        (await slack.AskAsync("conversations.history", ("channel", direct))).GetProperty("messages").GetArrayLength().ShouldBeGreaterThan(0);
        (await slack.AskAsync("conversations.history", "xoxp-member", ("channel", direct))).ErrorCode().ShouldBe("channel_not_found");
    }

    [Fact]
    public async Task A_free_workspace_hides_what_is_older_than_ninety_days_and_says_so()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Free });
        string general = await GeneralAsync(slack);

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("conversations.history", ("channel", general));

        pages.ShouldAllBe(page => page.IsTrue("is_limited"));
        pages.Items("messages").Count.ShouldBe(360);
        string recent = (SandboxClient.Now - TimeSpan.FromDays(10)).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        (await slack.AskAsync("conversations.history", ("channel", general), ("oldest", recent))).Has("is_limited").ShouldBeFalse();
    }

    [Fact]
    public async Task The_cap_gives_fifteen_messages_once_a_minute_for_each_of_the_two_methods()
    {
        FakeTimeProvider time = new(SandboxClient.Now);
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { HistoryCap = true, TimeProvider = time });
        string general = await GeneralAsync(slack);

        JsonElement first = await slack.AskAsync("conversations.history", ("channel", general), ("limit", "200"));
        using HttpResponseMessage second = await slack.SendAsync("conversations.history", SandboxClient.Token, ("channel", general));
        JsonElement thread = await slack.AskAsync("conversations.replies", ("channel", general), ("ts", first.GetProperty("messages")[0].Text("ts")));

        first.GetProperty("messages").GetArrayLength().ShouldBe(15);
        second.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        second.Headers.GetValues("Retry-After").ShouldBe(["60"]);
        thread.IsOk().ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(60));
        JsonElement third = await slack.AskAsync("conversations.history", ("channel", general), ("cursor", Cursor(first)));
        third.GetProperty("messages").GetArrayLength().ShouldBe(15);
        (await slack.AskAsync("users.list")).IsOk().ShouldBeTrue();
        (await slack.AskAsync("users.list")).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_channel_that_is_archived_has_no_later_messages()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        for (int day = 0; day < 3; day++)
        {
            await slack.PostControlAsync("next-day");
        }

        JsonElement channel = (await slack.PagesAsync("conversations.list")).Items("channels")
            .First(found => found.IsTrue("is_archived") && found.GetProperty("updated").GetInt64() / 1000 > SandboxClient.Now.ToUnixTimeSeconds());

        JsonElement history = await slack.AskAsync("conversations.history", ("channel", channel.Text("id")), ("limit", "1"));

        history.GetProperty("messages").EnumerateArray().Select(message => long.Parse(message.Text("ts").Split('.')[0], CultureInfo.InvariantCulture))
            .ShouldAllBe(seconds => seconds <= channel.GetProperty("updated").GetInt64() / 1000);
    }

    private static async Task NeedsAsync(SandboxClient slack, string type, string? needed)
    {
        string id = (await slack.PagesAsync("conversations.list", ("types", type))).Items("channels")[0].Text("id");
        JsonElement answer = await slack.AskAsync("conversations.history", ("channel", id));
        answer.ErrorCode().ShouldBe(needed is null ? null : "missing_scope");
        if (needed is not null)
        {
            answer.Text("needed").ShouldBe(needed);
        }
    }

    private static async Task<Dictionary<string, int>> RepliesAsync(SandboxClient slack) =>
        (await Messages.AllAsync(slack)).Where(found => found.Message.Has("reply_count"))
            .ToDictionary(found => found.Channel + found.Message.Text("ts"), found => found.Message.GetProperty("reply_count").GetInt32(), StringComparer.Ordinal);

    private static string Cursor(JsonElement page) => page.GetProperty("response_metadata").Text("next_cursor");

    private static async Task<string> GeneralAsync(SandboxClient slack) =>
        (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id");
}
