using System.Net;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Controls;

public sealed class ChangeControlsTests
{
    private const string Channels = "public_channel,private_channel";

    [Fact]
    public async Task A_share_of_people_gets_another_title_and_nobody_else_changes()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 1_000 });
        Dictionary<string, JsonElement> before = await PeopleAsync(slack);

        JsonElement report = await slack.PostControlAsync("change", ("people", "2"));

        Dictionary<string, JsonElement> after = await PeopleAsync(slack);
        string[] changed = [.. before.Keys.Where(id => before[id].GetRawText() != after[id].GetRawText())];
        changed.Length.ShouldBe(report.GetProperty("people").GetInt32());
        changed.Length.ShouldBeInRange(10, 20);
        changed.ShouldAllBe(id => before[id].GetProperty("profile").Text("title") != after[id].GetProperty("profile").Text("title"));
        changed.ShouldAllBe(id => before[id].GetProperty("updated").GetInt64() < after[id].GetProperty("updated").GetInt64());
    }

    [Fact]
    public async Task A_share_of_channels_gets_one_member_more_or_less_and_the_lists_say_so()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 100 });
        Dictionary<string, JsonElement> before = await ChannelsAsync(slack);

        JsonElement report = await slack.PostControlAsync("change", ("members", "5"));

        Dictionary<string, JsonElement> after = await ChannelsAsync(slack);
        string[] changed = [.. before.Keys.Where(id => before[id].GetRawText() != after[id].GetRawText())];
        report.GetProperty("members").GetInt32().ShouldBe(5);
        changed.Length.ShouldBe(5);
        changed.ShouldAllBe(id => Math.Abs(Count(before[id]) - Count(after[id])) == 1 && UpdatedAt(before[id]) == UpdatedAt(after[id]));
        foreach (string id in changed)
        {
            (await MembersAsync(slack, id)).Length.ShouldBe(Count(after[id]));
        }
    }

    [Fact]
    public async Task A_swap_keeps_the_number_of_members_and_changes_who_they_are()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        Dictionary<string, JsonElement> before = await ChannelsAsync(slack);
        Dictionary<string, string[]> membersBefore = [];
        foreach (string id in before.Keys)
        {
            membersBefore[id] = await MembersAsync(slack, id);
        }

        JsonElement report = await slack.PostControlAsync("change", ("swaps", "100"));

        report.GetProperty("swaps").GetInt32().ShouldBe(40);
        Dictionary<string, JsonElement> after = await ChannelsAsync(slack);
        int swapped = 0;
        foreach (string id in before.Keys)
        {
            string[] members = await MembersAsync(slack, id);
            after[id].GetRawText().ShouldBe(before[id].GetRawText());
            swapped += members.Except(membersBefore[id]).Count() == 1 && membersBefore[id].Except(members).Count() == 1 ? 1 : 0;
        }

        swapped.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task A_share_of_channels_gets_another_topic_each_time()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Channels = 200 });
        Dictionary<string, JsonElement> before = await ChannelsAsync(slack);

        await slack.PostControlAsync("change", ("channels", "1"));
        Dictionary<string, JsonElement> first = await ChannelsAsync(slack);
        await slack.PostControlAsync("change", ("channels", "1"));
        Dictionary<string, JsonElement> second = await ChannelsAsync(slack);

        string[] changedFirst = [.. before.Keys.Where(id => before[id].GetRawText() != first[id].GetRawText())];
        string[] changedSecond = [.. before.Keys.Where(id => first[id].GetRawText() != second[id].GetRawText())];
        changedFirst.Length.ShouldBe(2);
        changedSecond.Length.ShouldBe(2);
        changedFirst.ShouldNotBe(changedSecond);
        changedFirst.ShouldAllBe(id => UpdatedAt(first[id]) > UpdatedAt(before[id]));
    }

    [Fact]
    public async Task Half_of_the_people_can_be_gone_and_come_back()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 500 });
        Dictionary<string, JsonElement> before = await PeopleAsync(slack);

        int gone = (await slack.PostControlAsync("collapse")).GetProperty("gone").GetInt32();

        Dictionary<string, JsonElement> after = await PeopleAsync(slack);
        gone.ShouldBeInRange(248, 250);
        after.Count.ShouldBe(before.Count - gone);
        string lost = before.Keys.First(id => !after.ContainsKey(id));
        (await slack.ErrorAsync("users.info", ("user", lost))).ShouldBe("user_not_found");
        (await slack.AskAsync("auth.test")).IsOk().ShouldBeTrue();
        JsonElement general = (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0];
        string[] members = await MembersAsync(slack, general.Text("id"));
        members.Length.ShouldBe(Count(general));
        members.ShouldAllBe(member => after.ContainsKey(member));
        await slack.PostControlAsync("collapse", ("share", "0"));
        (await PeopleAsync(slack)).Count.ShouldBe(before.Count);
    }

    [Fact]
    public async Task Cursors_expire_and_later_ones_are_good()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string early = (await slack.AskAsync("users.list", ("limit", "100"))).GetProperty("response_metadata").Text("next_cursor");

        await slack.PostControlAsync("expire-cursors");

        (await slack.ErrorAsync("users.list", ("limit", "100"), ("cursor", early))).ShouldBe("invalid_cursor");
        (await slack.PagesAsync("users.list", ("limit", "100"))).Items("members").Count.ShouldBe(250);
    }

    [Theory]
    [InlineData("change", "members")]
    [InlineData("collapse", "share")]
    public async Task A_share_that_is_none_is_refused(string control, string name)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        foreach (string value in new[] { "101", "-1", "half" })
        {
            using FormUrlEncodedContent form = SandboxClient.Form((name, value));

            using HttpResponseMessage response = await slack.Http.PostAsync("sandbox/" + control, form, TestContext.Current.CancellationToken);

            response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain(name + "=");
        }
    }

    private static async Task<Dictionary<string, JsonElement>> PeopleAsync(SandboxClient slack) =>
        (await slack.PagesAsync("users.list", ("limit", "200"))).Items("members").ToDictionary(user => user.Text("id"), StringComparer.Ordinal);

    private static async Task<Dictionary<string, JsonElement>> ChannelsAsync(SandboxClient slack) =>
        (await slack.PagesAsync("conversations.list", ("types", Channels), ("limit", "200"))).Items("channels").ToDictionary(channel => channel.Text("id"), StringComparer.Ordinal);

    private static async Task<string[]> MembersAsync(SandboxClient slack, string channel) =>
        [.. (await slack.PagesAsync("conversations.members", ("channel", channel), ("limit", "1000"))).Items("members").Select(member => member.GetString()!)];

    private static int Count(JsonElement channel) => channel.GetProperty("num_members").GetInt32();

    private static long UpdatedAt(JsonElement channel) => channel.GetProperty("updated").GetInt64();
}
