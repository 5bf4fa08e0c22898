using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Controls;

public sealed class NextDayTests
{
    [Theory]
    [InlineData(250)]
    [InlineData(5_000)]
    public async Task A_day_changes_what_it_says_it_changed(int users)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = users });
        Dictionary<string, JsonElement> before = await PeopleAsync(slack);
        Dictionary<string, bool> seatsBefore = await SeatsAsync(slack);

        JsonElement day = await slack.PostControlAsync("next-day");

        Dictionary<string, JsonElement> after = await PeopleAsync(slack);
        Dictionary<string, bool> seatsAfter = await SeatsAsync(slack);
        JsonElement people = day.GetProperty("people");
        string[] changed = [.. before.Keys.Where(id => before[id].GetRawText() != after[id].GetRawText())];
        before.Keys.ShouldBeSubsetOf(after.Keys);
        (after.Count - before.Count).ShouldBe(people.GetProperty("joined").GetInt32());
        changed.Count(id => after[id].IsTrue("deleted")).ShouldBe(people.GetProperty("left").GetInt32());
        changed.Count(id => !before[id].IsTrue("is_restricted") && after[id].IsTrue("is_restricted")).ShouldBe(people.GetProperty("became_guest").GetInt32());
        changed.Count(id => !before[id].IsTrue("is_admin") && after[id].IsTrue("is_admin")).ShouldBe(people.GetProperty("became_admin").GetInt32());
        seatsAfter.Count(seat => seat.Value && !seatsBefore.GetValueOrDefault(seat.Key)).ShouldBe(day.GetProperty("seats").GetProperty("became_billed").GetInt32());
        seatsBefore.Count(seat => seat.Value && !seatsAfter[seat.Key]).ShouldBe(day.GetProperty("seats").GetProperty("no_longer_billed").GetInt32());
        foreach (string kind in new[] { "joined", "left", "changed_title" })
        {
            people.GetProperty(kind).GetInt32().ShouldBeGreaterThan(0, kind);
        }

        (people.GetProperty("became_guest").GetInt32() + people.GetProperty("became_admin").GetInt32()).ShouldBeGreaterThan(0);
        changed.Length.ShouldBeGreaterThan(0);
        changed.Length.ShouldBeLessThan(users * 5 / 100);
        changed.ShouldAllBe(id => after[id].GetProperty("updated").GetInt64() > before[id].GetProperty("updated").GetInt64());
    }

    [Fact]
    public async Task Apps_come_and_go_and_channels_are_made_and_archived()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        List<string> appChanges = [];
        int created = 0;
        int archived = 0;
        int appsBefore = (await slack.AskAsync("team.integrationLogs", ("count", "1000"))).GetProperty("logs").GetArrayLength();
        int channelsBefore = await ChannelsAsync(slack);
        for (int day = 0; day < 3; day++)
        {
            JsonElement changes = await slack.PostControlAsync("next-day");
            appChanges.AddRange(changes.GetProperty("apps").EnumerateObject().Select(change => change.Name));
            created += changes.GetProperty("channels").GetProperty("created").GetInt32();
            archived += changes.GetProperty("channels").GetProperty("archived").GetInt32();
        }

        appChanges.ShouldBe(["added", "updated", "removed"]);
        (await slack.AskAsync("team.integrationLogs", ("count", "1000"))).GetProperty("logs").GetArrayLength().ShouldBe(appsBefore + 3);
        (await ChannelsAsync(slack)).ShouldBe(channelsBefore + created);
        created.ShouldBe(3);
        archived.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_same_days_change_the_same_things()
    {
        await using SandboxClient one = await SandboxClient.StartAsync();
        await using SandboxClient other = await SandboxClient.StartAsync();

        string first = (await one.PostControlAsync("next-day")).GetRawText();

        (await other.PostControlAsync("next-day")).GetRawText().ShouldBe(first);
        (await other.AskAsync("users.list")).GetRawText().ShouldBe((await one.AskAsync("users.list")).GetRawText());
    }

    [Fact]
    public async Task Calls_are_counted_with_pages_given_twice()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        await slack.PagesAsync("users.list", ("limit", "100"));
        await slack.AskAsync("users.list", ("limit", "100"));
        await slack.ErrorAsync("users.list", ("cursor", "nonsense"));

        JsonElement calls = await slack.CallsAsync("users.list");

        calls.GetProperty("calls").GetInt32().ShouldBe(5);
        calls.GetProperty("pages").GetInt32().ShouldBe(3);
        calls.GetProperty("repeated_pages").GetInt32().ShouldBe(1);
        calls.GetProperty("refused").GetInt32().ShouldBe(1);
    }

    private static async Task<Dictionary<string, JsonElement>> PeopleAsync(SandboxClient slack) =>
        (await slack.PagesAsync("users.list", ("limit", "1000"))).Items("members").ToDictionary(member => member.Text("id"), StringComparer.Ordinal);

    private static async Task<Dictionary<string, bool>> SeatsAsync(SandboxClient slack) =>
        (await slack.PagesAsync("team.billableInfo")).SelectMany(page => page.GetProperty("billable_info").EnumerateObject())
            .ToDictionary(seat => seat.Name, seat => seat.Value.IsTrue("billing_active"), StringComparer.Ordinal);

    private static async Task<int> ChannelsAsync(SandboxClient slack) =>
        (await slack.PagesAsync("conversations.list", ("types", "public_channel,private_channel"))).Items("channels").Count;
}
