using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

public sealed class OrganisationTests
{
    private const string Callback = "http://127.0.0.1:1/cb";

    public static TheoryData<string> MethodsThatNeedAWorkspace => [.. Coverage.Methods.Where(method => method.NeedsTeam).Select(method => method.Name)];

    [Fact]
    public async Task A_token_is_the_organisations_and_names_its_workspaces()
    {
        await using SandboxClient slack = await StartAsync(3);

        JsonElement identity = await slack.AskAsync("auth.test");
        JsonElement teams = (await slack.AskAsync("auth.teams.list")).GetProperty("teams");
        string code = (await slack.DecideAsync(slack.AuthorizeAddress(Callback, "users:read"), ("decision", "allow")))["code"];
        JsonElement exchange = await slack.ExchangeAsync(code, Callback);

        identity.IsTrue("is_enterprise_install").ShouldBeTrue();
        identity.Text("team_id").ShouldBe(identity.Text("enterprise_id"));
        identity.Text("team_id").ShouldStartWith("E");
        teams.GetArrayLength().ShouldBe(3);
        teams.EnumerateArray().Select(team => team.Text("id")).Distinct().Count().ShouldBe(3);
        exchange.IsTrue("is_enterprise_install").ShouldBeTrue();
        exchange.GetProperty("team").ValueKind.ShouldBe(JsonValueKind.Null);
        exchange.GetProperty("enterprise").Text("id").ShouldBe(identity.Text("enterprise_id"));
        (await slack.PagesAsync("auth.teams.list", ("limit", "2"))).Items("teams").Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_workspaces_token_has_no_list_of_workspaces_and_needs_none()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Enterprise });

        (await slack.ErrorAsync("auth.teams.list")).ShouldBe("invalid_auth");
        (await slack.AskAsync("auth.test")).IsTrue("is_enterprise_install").ShouldBeFalse();
        (await slack.AskAsync("users.list", ("team_id", "T0ELSEWHERE"), ("limit", "1"))).IsOk().ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(MethodsThatNeedAWorkspace))]
    public async Task Methods_that_list_things_must_be_told_a_workspace_that_the_app_was_added_to(string method)
    {
        await using SandboxClient slack = await StartAsync(2);
        string[] granted = await TeamsAsync(slack);
        string other = (await PeopleAsync(slack, granted[0])).Values.SelectMany(Teams).First(team => !granted.Contains(team));

        JsonElement answer = await slack.AskAsync(method);

        answer.ErrorCode().ShouldBe("missing_argument");
        answer.Text("arg").ShouldBe("team_id");
        (await slack.ErrorAsync(method, ("team_id", other))).ShouldBe("team_access_not_granted");
        (await slack.ErrorAsync(method, ("team_id", granted[1]), ("usergroup", "S0NOWHERE0"))).ShouldBe(method == "usergroups.users.list" ? "no_such_subteam" : null);
    }

    [Fact]
    public async Task Everybody_is_in_a_workspace_some_are_in_several_and_each_is_one_person()
    {
        await using SandboxClient slack = await StartAsync(3);
        string[] teams = await TeamsAsync(slack);
        List<(string Team, JsonElement User)> seen = [];
        foreach (string team in teams)
        {
            seen.AddRange((await PeopleAsync(slack, team)).Values.Select(user => (team, user)));
        }

        (string Team, JsonElement User)[] people = [.. seen.Where(one => one.User.Has("enterprise_user"))];
        IGrouping<string, (string Team, JsonElement User)>[] persons = [.. people.GroupBy(one => one.User.GetProperty("enterprise_user").Text("id"))];

        seen.ShouldAllBe(one => one.User.Text("id") == "USLACKBOT" || one.User.IsTrue("is_stranger") || one.User.Text("team_id") == one.Team);
        persons.ShouldContain(person => person.Count() == 1);
        persons.ShouldContain(person => person.Count() == 3);
        persons.ShouldContain(person => person.Select(one => one.User.Text("id")).Distinct().Count() > 1);
        persons.ShouldContain(person => person.First().User.IsTrue("is_restricted"));
        persons.ShouldAllBe(person => person.All(one => Teams(one.User).Contains(one.Team)));
        persons.ShouldAllBe(person => Teams(person.First().User).Count(teams.Contains) == person.Count());
        persons.Length.ShouldBe(await PersonsOfOneWorkspaceAsync());
    }

    [Fact]
    public async Task Groups_channels_and_seats_of_a_workspace_name_its_own_people_by_its_own_ids()
    {
        await using SandboxClient slack = await StartAsync(2);
        string team = (await TeamsAsync(slack))[1];
        Dictionary<string, JsonElement> people = await PeopleAsync(slack, team);

        JsonElement seats = (await slack.AskAsync("team.billableInfo", ("team_id", team))).GetProperty("billable_info");
        JsonElement groups = (await slack.AskAsync("usergroups.list", ("team_id", team), ("include_users", "1"))).GetProperty("usergroups");
        IReadOnlyList<JsonElement> channels = (await slack.PagesAsync("conversations.list", ("team_id", team), ("types", "public_channel,private_channel"))).Items("channels");

        seats.EnumerateObject().ShouldAllBe(seat => people.ContainsKey(seat.Name));
        groups.EnumerateArray().SelectMany(group => group.GetProperty("users").EnumerateArray()).ShouldAllBe(user => people.ContainsKey(user.GetString()!));
        foreach (JsonElement channel in channels.Take(12))
        {
            string[] members = [.. (await slack.PagesAsync("conversations.members", ("channel", channel.Text("id")))).Items("members").Select(member => member.GetString()!)];
            members.Length.ShouldBe(channel.GetProperty("num_members").GetInt32());
            members.Count(member => !people.ContainsKey(member)).ShouldBe(channel.IsTrue("is_ext_shared") ? 2 : 0);
        }
    }

    [Fact]
    public async Task What_is_asked_by_id_is_found_in_whichever_workspace_it_lies()
    {
        await using SandboxClient slack = await StartAsync(2);
        string team = (await TeamsAsync(slack))[1];
        JsonElement user = (await PeopleAsync(slack, team)).Values.First(one => one.Has("enterprise_user") && one.Text("id") != one.GetProperty("enterprise_user").Text("id"));
        string channel = (await slack.AskAsync("conversations.list", ("team_id", team))).GetProperty("channels")[0].Text("id");
        string file = (await slack.AskAsync("files.list", ("team_id", team))).GetProperty("files")[0].Text("id");

        JsonElement byLocal = (await slack.AskAsync("users.info", ("user", user.Text("id")))).GetProperty("user");
        JsonElement byGlobal = (await slack.AskAsync("users.info", ("user", user.GetProperty("enterprise_user").Text("id")))).GetProperty("user");

        byLocal.GetProperty("enterprise_user").Text("id").ShouldBe(byGlobal.GetProperty("enterprise_user").Text("id"));
        (await slack.AskAsync("conversations.history", ("channel", channel))).GetProperty("messages").GetArrayLength().ShouldBeGreaterThan(0);
        (await slack.AskAsync("conversations.info", ("channel", channel))).GetProperty("channel").Text("context_team_id").ShouldBe(team);
        (await slack.AskAsync("files.info", ("file", file))).IsOk().ShouldBeTrue();
        (await slack.AskAsync("team.info", ("team", team))).GetProperty("team").Text("id").ShouldBe(team);
        (await slack.AskAsync("team.info")).GetProperty("team").Text("id").ShouldStartWith("E");
        (await slack.ErrorAsync("team.info", ("team", "T0ELSEWHERE"))).ShouldBe("team_not_found");
    }

    [Fact]
    public async Task Sign_ins_of_the_organisation_are_of_slacks_own_apps_and_those_of_a_workspace_are_not()
    {
        await using SandboxClient slack = await StartAsync(2);
        string team = (await TeamsAsync(slack))[1];
        Dictionary<string, JsonElement> people = await PeopleAsync(slack, team);

        IReadOnlyList<JsonElement> everywhere = (await slack.PagesAsync("team.accessLogs", ("limit", "999"))).Items("logins");
        IReadOnlyList<JsonElement> here = (await slack.PagesAsync("team.accessLogs", ("limit", "20"), ("team_id", team))).Items("logins");

        here.Count.ShouldBeGreaterThan(20);
        here.ShouldAllBe(row => people.ContainsKey(row.Text("user_id")));
        everywhere.Select(row => row.Text("user_agent")).Intersect(here.Select(row => row.Text("user_agent"))).ShouldBeEmpty();
        everywhere.ShouldContain(row => !people.ContainsKey(row.Text("user_id")));
    }

    private static async Task<int> PersonsOfOneWorkspaceAsync()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Enterprise });
        return (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray().Count(user => user.Has("enterprise_user"));
    }

    private static Task<SandboxClient> StartAsync(int workspaces) =>
        SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Enterprise, Workspaces = workspaces });

    private static async Task<string[]> TeamsAsync(SandboxClient slack) =>
        [.. (await slack.AskAsync("auth.teams.list")).GetProperty("teams").EnumerateArray().Select(team => team.Text("id"))];

    private static async Task<Dictionary<string, JsonElement>> PeopleAsync(SandboxClient slack, string team) =>
        (await slack.PagesAsync("users.list", ("team_id", team), ("limit", "30"))).Items("members").ToDictionary(user => user.Text("id"), StringComparer.Ordinal);

    private static IEnumerable<string> Teams(JsonElement user) =>
        user.Has("enterprise_user") ? user.GetProperty("enterprise_user").GetProperty("teams").EnumerateArray().Select(team => team.GetString()!) : [];
}
