using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class TeamAccessLogsTests
{
    [Theory]
    [InlineData(250, 700, "64")]
    [InlineData(250, 0, "64")]
    [InlineData(250, 50, "999")]
    [InlineData(2, 5, "2")]
    [InlineData(3_000, 12_345, "5000")]
    public async Task Rows_come_newest_first_and_none_is_lost_or_repeated(int users, int rows, string limit)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = users, SignIns = rows });

        IReadOnlyList<JsonElement> logins = (await slack.PagesAsync("team.accessLogs", ("limit", limit))).Items("logins");

        logins.Count.ShouldBe(rows);
        logins.Select(Row).Distinct().Count().ShouldBe(rows);
        logins.Select(Last).ShouldBe(logins.Select(Last).OrderDescending());
    }

    [Fact]
    public async Task Numbered_pages_give_the_same_rows_as_cursors()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        IReadOnlyList<JsonElement> byCursor = (await slack.PagesAsync("team.accessLogs", ("limit", "100"))).Items("logins");
        List<JsonElement> byNumber = [];
        JsonElement paging;
        int page = 1;
        do
        {
            JsonElement answer = await slack.AskAsync("team.accessLogs", ("count", "90"), ("page", page.ToString(CultureInfo.InvariantCulture)));
            byNumber.AddRange(answer.GetProperty("logins").EnumerateArray());
            paging = answer.GetProperty("paging");
            answer.Has("response_metadata").ShouldBeFalse();
        }
        while (page++ < paging.GetProperty("pages").GetInt32());

        byNumber.Select(Row).ShouldBe(byCursor.Select(Row));
        paging.GetProperty("total").GetInt32().ShouldBe(byCursor.Count);
    }

    [Fact]
    public async Task A_page_may_start_among_rows_of_the_same_second()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 200_000 });
        JsonElement[] together = [.. (await slack.AskAsync("team.accessLogs", ("limit", "70"))).GetProperty("logins").EnumerateArray()];
        List<JsonElement> apart = [];
        string? cursor = null;
        for (int page = 0; page < 10; page++)
        {
            JsonElement answer = await slack.AskAsync("team.accessLogs", ("limit", "7"), ("cursor", cursor));
            apart.AddRange(answer.GetProperty("logins").EnumerateArray());
            cursor = answer.GetProperty("response_metadata").Text("next_cursor");
        }

        Last(together[6]).ShouldBe(Last(together[7]), "the first page ends within a second");
        apart.Select(Row).ShouldBe(together.Select(Row));
    }

    [Fact]
    public async Task Before_is_inclusive()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        await slack.PostControlAsync("next-day");
        IReadOnlyList<JsonElement> all = (await slack.PagesAsync("team.accessLogs", ("limit", "100"))).Items("logins");

        foreach (int place in new[] { 0, 3, 8, 9, 10, 200, all.Count - 1 })
        {
            long before = Last(all[place]);
            IReadOnlyList<JsonElement> older = (await slack.PagesAsync(
                "team.accessLogs", ("limit", "100"), ("before", before.ToString(CultureInfo.InvariantCulture)))).Items("logins");

            older.Select(Row).ShouldBe(all.Where(row => Last(row) <= before).Select(Row));
        }
    }

    [Theory]
    [InlineData("1001", "1", "over_pagination_limit")]
    [InlineData("100", "101", "over_pagination_limit")]
    [InlineData("x", "1", "invalid_arguments")]
    [InlineData("1000", "100", null)]
    public async Task Numbered_pages_have_their_limits(string count, string page, string? error)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.ErrorAsync("team.accessLogs", ("count", count), ("page", page))).ShouldBe(error);
    }

    [Fact]
    public async Task Only_people_sign_in_several_times_and_places_may_be_unknown()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 1_000 });
        Dictionary<string, JsonElement> members = (await slack.PagesAsync("users.list", ("limit", "1000"))).Items("members").ToDictionary(member => member.Text("id"), StringComparer.Ordinal);

        IReadOnlyList<JsonElement> logins = (await slack.PagesAsync("team.accessLogs", ("limit", "999"))).Items("logins");

        logins.ShouldAllBe(row => !members[row.Text("user_id")].IsTrue("is_bot") && !members[row.Text("user_id")].IsTrue("is_invited_user"));
        logins.ShouldAllBe(row => row.Text("username") == members[row.Text("user_id")].Text("name"));
        logins.GroupBy(row => row.Text("user_id")).ShouldAllBe(rows => rows.Count() == 3);
        logins.ShouldContain(row => row.GetProperty("isp").ValueKind == JsonValueKind.Null);
        logins.ShouldContain(row => row.GetProperty("country").ValueKind == JsonValueKind.String);
    }

    [Fact]
    public async Task A_new_day_puts_rows_on_top_without_shifting_a_walk_that_has_begun()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        IReadOnlyList<JsonElement> before = (await slack.PagesAsync("team.accessLogs", ("limit", "100"))).Items("logins");
        JsonElement firstPage = await slack.AskAsync("team.accessLogs", ("limit", "100"));

        JsonElement changed = await slack.PostControlAsync("next-day");

        JsonElement second = await slack.AskAsync(
            "team.accessLogs", ("limit", "100"), ("cursor", firstPage.GetProperty("response_metadata").Text("next_cursor")));
        second.GetProperty("logins").EnumerateArray().Select(Row).ShouldBe(before.Skip(100).Take(100).Select(Row));
        IReadOnlyList<JsonElement> after = (await slack.PagesAsync("team.accessLogs", ("limit", "100"))).Items("logins");
        int added = changed.GetProperty("sign_ins").GetInt32();
        after.Skip(added).Select(Row).ShouldBe(before.Select(Row));
        after.Take(added).ShouldAllBe(row => Last(row) > SandboxClient.Now.ToUnixTimeSeconds());
    }

    private static long Last(JsonElement row) => row.GetProperty("date_last").GetInt64();

    private static string Row(JsonElement row) => row.GetRawText();
}
