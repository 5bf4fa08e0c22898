using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class ConversationsListTests
{
    private const string AllTypes = "public_channel,private_channel,mpim,im";

    [Fact]
    public async Task Without_types_only_public_channels_come()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 200 });

        IReadOnlyList<JsonElement> channels = (await slack.PagesAsync("conversations.list")).Items("channels");

        channels.ShouldNotBeEmpty();
        channels.ShouldAllBe(channel => !channel.IsTrue("is_private"));
        channels.Count(channel => channel.IsTrue("is_general")).ShouldBe(1);
    }

    [Fact]
    public async Task Types_asked_for_one_by_one_give_what_they_give_together()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 200 });
        string[] together = [.. (await slack.PagesAsync("conversations.list", ("types", AllTypes), ("limit", "30"))).Items("channels").Select(channel => channel.Text("id"))];

        List<string> apart = [];
        foreach (string type in AllTypes.Split(','))
        {
            apart.AddRange((await slack.PagesAsync("conversations.list", ("types", type), ("limit", "30"))).Items("channels").Select(channel => channel.Text("id")));
        }

        together.Distinct().Count().ShouldBe(together.Length);
        apart.ShouldBe(together, ignoreOrder: true);
        together.ShouldContain(id => id.StartsWith('D'));
        together.ShouldContain(id => id.StartsWith('G'));
    }

    [Fact]
    public async Task Direct_conversations_are_not_searched_among_the_channels()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 200 });

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("conversations.list", ("types", "im"), ("limit", "30"));

        pages.Count.ShouldBe(1);
        pages.Items("channels").Count.ShouldBe(24);
    }

    [Fact]
    public async Task Filters_apply_after_a_page_is_cut_so_that_pages_come_short_and_even_empty()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 300 });
        string[] live = [.. (await slack.PagesAsync("conversations.list", ("limit", "999"))).Items("channels").Where(channel => !channel.IsTrue("is_archived")).Select(channel => channel.Text("id"))];

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("conversations.list", ("limit", "2"), ("exclude_archived", "true"));

        pages.Items("channels").Select(channel => channel.Text("id")).ShouldBe(live);
        pages.SkipLast(1).ShouldContain(page => page.GetProperty("channels").GetArrayLength() == 0);
        pages.SkipLast(1).ShouldContain(page => page.GetProperty("channels").GetArrayLength() == 1);
    }

    [Theory]
    [InlineData("im", "im:read")]
    [InlineData("public_channel,im", "im:read")]
    [InlineData("mpim", "mpim:read")]
    [InlineData("public_channel,private_channel", "groups:read")]
    public async Task One_missing_scope_refuses_the_whole_call(string types, string needed)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Tokens = [new("xoxp-few", ["channels:read"])] });

        JsonElement answer = await slack.AskAsync("conversations.list", "xoxp-few", ("types", types));

        answer.ErrorCode().ShouldBe("missing_scope");
        answer.Text("needed").ShouldBe(needed);
        (await slack.AskAsync("conversations.list", "xoxp-few", ("types", "public_channel"))).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task An_unknown_type_is_refused()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.ErrorAsync("conversations.list", ("types", "public_channel,secret"))).ShouldBe("invalid_types");
    }

    [Fact]
    public async Task A_cursor_fits_only_the_types_it_came_from()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string cursor = (await slack.AskAsync("conversations.list", ("limit", "5"))).GetProperty("response_metadata").Text("next_cursor");

        (await slack.ErrorAsync("conversations.list", ("limit", "5"), ("cursor", cursor), ("types", AllTypes))).ShouldBe("invalid_cursor");
    }

    [Fact]
    public async Task Direct_messages_have_a_person_and_no_name()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        JsonElement direct = (await slack.AskAsync("conversations.list", ("types", "im"))).GetProperty("channels")[0];

        direct.Has("name").ShouldBeFalse();
        direct.Has("creator").ShouldBeFalse();
        direct.Has("num_members").ShouldBeFalse();
        (await slack.AskAsync("users.info", ("user", direct.Text("user")))).IsOk().ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Member_lists_are_as_long_as_their_channels_say(int days)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        for (int day = 0; day < days; day++)
        {
            await slack.PostControlAsync("next-day");
        }

        IReadOnlyList<JsonElement> channels = (await slack.PagesAsync("conversations.list", ("types", "public_channel,private_channel,mpim"))).Items("channels");
        bool metForeigner = false;
        foreach (JsonElement channel in channels)
        {
            string id = channel.Text("id");
            string[] members = [.. (await slack.PagesAsync("conversations.members", ("channel", id), ("limit", "40"))).Items("members").Select(member => member.GetString()!)];

            members.Length.ShouldBe(channel.GetProperty("num_members").GetInt32(), id);
            members.Distinct().Count().ShouldBe(members.Length, id);
            (await slack.AskAsync("conversations.info", ("channel", id))).GetProperty("channel").Text("id").ShouldBe(id);
            if (channel.IsTrue("is_ext_shared"))
            {
                JsonElement stranger = (await slack.AskAsync("users.info", ("user", members[^1]))).GetProperty("user");
                metForeigner |= stranger.Text("team_id") != channel.Text("context_team_id");
            }
        }

        metForeigner.ShouldBe(channels.Any(channel => channel.IsTrue("is_ext_shared")));
        (await slack.ErrorAsync("conversations.members", ("channel", "C0NOWHERE0"))).ShouldBe("channel_not_found");
    }
}
