using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Faults;

public sealed class SpoiledAnswerTests
{
    [Fact]
    public async Task A_repeated_page_comes_twice_behind_different_cursors_and_nothing_is_lost()
    {
        await using SandboxClient slack = await StrikingAsync("users.list:2:repeated-page");
        await using SandboxClient plain = await SandboxClient.StartAsync();

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("users.list", ("limit", "100"));

        string[] good = [.. (await plain.PagesAsync("users.list", ("limit", "100"))).Select(Ids)];
        pages.Select(Ids).ShouldBe([good[0], good[1], good[1], good[2]]);
        pages.Select(Cursor).Distinct().Count().ShouldBe(4);
        (await slack.CallsAsync("users.list")).GetProperty("records").GetInt32().ShouldBe(350);
    }

    [Theory]
    [InlineData("users.list", "members")]
    [InlineData("team.accessLogs", "logins")]
    [InlineData("conversations.list", "channels")]
    public async Task A_page_that_repeats_for_ever_never_shows_the_same_cursor(string method, string list)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":2-*:repeated-page");

        JsonElement[] pages = await WalkAsync(slack, method, calls: 5);

        pages[1].GetProperty(list).GetArrayLength().ShouldBeGreaterThan(5);
        pages[2..].ShouldAllBe(page => page.GetProperty(list).GetRawText() == pages[1].GetProperty(list).GetRawText());
        pages.Select(Cursor).Distinct().Count().ShouldBe(5);
    }

    [Theory]
    [InlineData("users.list", "members")]
    [InlineData("team.accessLogs", "logins")]
    public async Task A_cursor_that_loops_is_the_one_that_was_sent(string method, string list)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":2-*:cursor-loop");

        JsonElement[] pages = await WalkAsync(slack, method, calls: 4);

        pages.Select(Cursor).Distinct().Count().ShouldBe(1);
        pages[2].GetProperty(list).GetRawText().ShouldBe(pages[1].GetProperty(list).GetRawText());
    }

    [Fact]
    public async Task A_history_can_loop_from_its_first_page()
    {
        await using SandboxClient slack = await StrikingAsync("conversations.history:1-*:cursor-loop");
        string channel = (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id");

        JsonElement first = await slack.AskAsync("conversations.history", ("channel", channel), ("limit", "10"));
        JsonElement second = await slack.AskAsync("conversations.history", ("channel", channel), ("limit", "10"), ("cursor", Cursor(first)));

        second.GetProperty("messages").GetRawText().ShouldBe(first.GetProperty("messages").GetRawText());
        Cursor(second).ShouldBe(Cursor(first));
    }

    [Theory]
    [InlineData("files.list", "files")]
    [InlineData("team.integrationLogs", "logs")]
    [InlineData("team.accessLogs", "logins")]
    public async Task Of_numbered_pages_the_one_before_comes_again(string method, string list)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":2:repeated-page");

        JsonElement first = await slack.AskAsync(method, ("count", "5"), ("page", "1"));
        JsonElement second = await slack.AskAsync(method, ("count", "5"), ("page", "2"));
        JsonElement again = await slack.AskAsync(method, ("count", "5"), ("page", "2"));

        Stable(second, list).ShouldBe(Stable(first, list));
        Stable(again, list).ShouldNotBe(Stable(first, list));
    }

    [Theory]
    [InlineData("users.list", "members", "id")]
    [InlineData("team.accessLogs", "logins", "user_id")]
    [InlineData("files.list", "files", "id")]
    [InlineData("usergroups.list", "usergroups", "id")]
    [InlineData("conversations.list", "channels", "id")]
    public async Task The_first_record_lacks_its_key(string method, string list, string key)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":1:no-key");

        JsonElement[] spoiled = [.. (await slack.AskAsync(method)).GetProperty(list).EnumerateArray()];

        spoiled.Count(record => !record.Has(key)).ShouldBe(1);
        spoiled[0].Has(key).ShouldBeFalse();
        (await slack.AskAsync(method)).GetProperty(list).GetArrayLength().ShouldBe(spoiled.Length);
    }

    [Fact]
    public async Task Seats_and_members_without_a_key_are_empty_and_null()
    {
        await using SandboxClient slack = await StrikingAsync("team.billableInfo:1:no-key", "conversations.members:1:no-key");
        string channel = (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id");

        JsonElement seats = (await slack.AskAsync("team.billableInfo")).GetProperty("billable_info");
        JsonElement members = (await slack.AskAsync("conversations.members", ("channel", channel))).GetProperty("members");

        seats.EnumerateObject().Count(seat => seat.Name.Length == 0).ShouldBe(1);
        members[0].ValueKind.ShouldBe(JsonValueKind.Null);
        members.EnumerateArray().Count(member => member.ValueKind == JsonValueKind.Null).ShouldBe(1);
    }

    [Fact]
    public async Task Numbers_come_as_strings()
    {
        await using SandboxClient slack = await StrikingAsync("users.list:1:numbers-as-text");

        JsonElement[] spoiled = await UsersAsync(slack);
        JsonElement[] good = await UsersAsync(slack);

        spoiled.Select(user => user.Text("updated")).ShouldBe(good.Select(user => user.GetProperty("updated").GetRawText()));
        spoiled.Where(user => user.Has("tz_offset")).ShouldAllBe(user => user.GetProperty("tz_offset").ValueKind == JsonValueKind.String);
    }

    [Theory]
    [InlineData("dates-1970", 86_400)]
    [InlineData("dates-2100", 4_102_444_800)]
    public async Task Moments_lie_far_away_in_the_unit_of_their_field(string kind, long second)
    {
        await using SandboxClient slack = await StrikingAsync($"*:2-6:{kind}");
        string channel = (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id");

        JsonElement[] users = await UsersAsync(slack);
        JsonElement conversation = (await slack.AskAsync("conversations.list")).GetProperty("channels")[0];
        JsonElement message = (await slack.AskAsync("conversations.history", ("channel", channel))).GetProperty("messages")[0];
        JsonElement change = (await slack.AskAsync("team.integrationLogs")).GetProperty("logs")[0];
        JsonElement signIn = (await slack.AskAsync("team.accessLogs")).GetProperty("logins")[0];

        users[0].GetProperty("updated").GetInt64().ShouldBe(second);
        users[1].GetProperty("updated").GetInt64().ShouldNotBe(second);
        conversation.GetProperty("created").GetInt64().ShouldBe(second);
        conversation.GetProperty("updated").GetInt64().ShouldBe(second * 1_000);
        message.Text("ts").ShouldBe($"{second}.000100");
        change.Text("date").ShouldBe($"{second}");
        signIn.GetProperty("date_last").GetInt64().ShouldBe(second);
    }

    [Fact]
    public async Task Names_hold_emoji_a_mark_that_turns_writing_and_NUL()
    {
        await using SandboxClient slack = await StrikingAsync("users.list:1:odd-names");

        string name = (await UsersAsync(slack))[0].GetProperty("profile").Text("real_name");

        name.ShouldContain("\U0001F469\U0001F3FD\u200D\U0001F4BB");
        name.ShouldContain('\u202E');
        name.ShouldContain('\0');
    }

    [Theory]
    [InlineData("users.list", "members")]
    [InlineData("team.accessLogs", "logins")]
    [InlineData("conversations.list", "channels")]
    public async Task One_field_has_five_megabytes(string method, string list)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":1:huge-field");

        JsonElement[] records = [.. (await slack.AskAsync(method)).GetProperty(list).EnumerateArray()];

        records[0].GetRawText().Length.ShouldBeGreaterThan(2_500_000);
        records[1].GetRawText().Length.ShouldBeLessThan(10_000);
    }

    [Theory]
    [InlineData("fields-array", JsonValueKind.Array)]
    [InlineData("fields-null", JsonValueKind.Null)]
    public async Task Custom_fields_are_no_object(string kind, JsonValueKind expected)
    {
        await using SandboxClient slack = await StrikingAsync($"*:1-2:{kind}");

        JsonElement[] users = await UsersAsync(slack);
        JsonElement profile = (await slack.AskAsync("users.profile.get")).GetProperty("profile");

        users.ShouldAllBe(user => user.GetProperty("profile").GetProperty("fields").ValueKind == expected);
        profile.GetProperty("fields").ValueKind.ShouldBe(expected);
    }

    [Fact]
    public async Task Nobody_is_said_to_be_deleted()
    {
        await using SandboxClient slack = await StrikingAsync("users.list:1:no-deleted");

        (await UsersAsync(slack)).ShouldAllBe(user => !user.Has("deleted"));
        (await UsersAsync(slack)).ShouldContain(user => user.IsTrue("deleted"));
    }

    [Theory]
    [InlineData("users.list", 250)]
    [InlineData("files.list", 100)]
    [InlineData("usergroups.list", 11)]
    [InlineData("team.info", 1)]
    [InlineData("team.profile.get", 1)]
    [InlineData("auth.test", 0)]
    public async Task Records_that_were_sent_are_counted(string method, int records)
    {
        await using SandboxClient slack = await StrikingAsync(method + ":2:truncate", method + ":3:internal_error");
        await slack.AskAsync(method);
        using HttpResponseMessage half = await slack.SendAsync(method, SandboxClient.Token);
        await slack.AskAsync(method);

        (await slack.CallsAsync(method)).GetProperty("records").GetInt32().ShouldBe(records);
    }

    private static Task<SandboxClient> StrikingAsync(params string[] faults) => SandboxClient.StartAsync(new SandboxOptions { Faults = faults });

    private static async Task<JsonElement[]> UsersAsync(SandboxClient slack) => [.. (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray()];

    private static async Task<JsonElement[]> WalkAsync(SandboxClient slack, string method, int calls)
    {
        List<JsonElement> pages = [];
        string? cursor = null;
        for (int call = 0; call < calls; call++)
        {
            pages.Add(await slack.AskAsync(method, ("limit", "10"), ("cursor", cursor)));
            cursor = Cursor(pages[^1]);
        }

        return [.. pages];
    }

    private static string Ids(JsonElement page) => string.Join(',', page.GetProperty("members").EnumerateArray().Select(user => user.Text("id")));

    /// <summary>What a page holds, without the ids whose type changes from place to place.</summary>
    private static string Stable(JsonElement page, string list) => string.Join(
        '\n',
        page.GetProperty(list).EnumerateArray().Select(record => string.Join(',', record.EnumerateObject().Where(field => field.Name != "service_id").Select(field => field.ToString()))));

    private static string Cursor(JsonElement page) => page.GetProperty("response_metadata").Text("next_cursor");
}
