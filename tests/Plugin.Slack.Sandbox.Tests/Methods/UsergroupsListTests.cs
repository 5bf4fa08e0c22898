using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class UsergroupsListTests
{
    [Fact]
    public async Task Disabled_groups_members_and_counts_come_only_when_asked_for()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        JsonElement[] plain = [.. (await slack.AskAsync("usergroups.list")).GetProperty("usergroups").EnumerateArray()];
        JsonElement[] full = [.. (await slack.AskAsync("usergroups.list", ("include_disabled", "true"), ("include_users", "1"), ("include_count", "true"))).GetProperty("usergroups").EnumerateArray()];

        full.Length.ShouldBe(12);
        plain.Length.ShouldBe(full.Count(group => group.GetProperty("date_delete").GetInt64() == 0));
        plain.ShouldAllBe(group => !group.Has("users") && !group.Has("user_count"));
        full.ShouldContain(group => group.GetProperty("date_delete").GetInt64() != 0);
        full.ShouldAllBe(group => group.Text("user_count") == group.GetProperty("users").GetArrayLength().ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Members_of_one_group_are_those_of_the_list()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        JsonElement group = (await slack.AskAsync("usergroups.list", ("include_users", "true"))).GetProperty("usergroups")[2];

        JsonElement answer = await slack.AskAsync("usergroups.users.list", ("usergroup", group.Text("id")));

        answer.GetProperty("users").GetRawText().ShouldBe(group.GetProperty("users").GetRawText());
        (await slack.ErrorAsync("usergroups.users.list", ("usergroup", "S0NOBODY00"))).ShouldBe("no_such_subteam");
    }
}
