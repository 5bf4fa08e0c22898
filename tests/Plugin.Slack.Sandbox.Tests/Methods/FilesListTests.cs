using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class FilesListTests
{
    [Fact]
    public async Task Pages_by_number_give_every_file_once_newest_first()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Files = 250 });

        JsonElement[] pages = [await PageAsync(slack, 1), await PageAsync(slack, 2), await PageAsync(slack, 3), await PageAsync(slack, 4)];

        pages.Select(page => page.GetProperty("files").GetArrayLength()).ShouldBe([100, 100, 50, 0]);
        IReadOnlyList<JsonElement> files = pages.Items("files");
        files.Select(file => file.Text("id")).Distinct().Count().ShouldBe(250);
        long[] created = [.. files.Select(file => file.GetProperty("created").GetInt64())];
        created.ShouldBe(created.OrderDescending());
        JsonElement paging = pages[2].GetProperty("paging");
        (paging.GetProperty("count").GetInt32(), paging.GetProperty("total").GetInt32(), paging.GetProperty("page").GetInt32(), paging.GetProperty("pages").GetInt32())
            .ShouldBe((100, 250, 3, 3));
    }

    [Fact]
    public async Task Behind_page_100_the_first_page_comes_again_and_nothing_says_so()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Files = 250 });

        string first = Ids(await PageAsync(slack, 1, "2"));
        JsonElement behind = await PageAsync(slack, 101, "2");

        Ids(await PageAsync(slack, 100, "2")).ShouldNotBe(first);
        Ids(behind).ShouldBe(first);
        behind.GetProperty("paging").GetProperty("page").GetInt32().ShouldBe(101);
    }

    [Fact]
    public async Task A_count_above_a_thousand_falls_back_to_a_hundred()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Files = 1_200 });

        (await PageAsync(slack, 1, "1000")).GetProperty("files").GetArrayLength().ShouldBe(1_000);
        (await PageAsync(slack, 1, "1001")).GetProperty("files").GetArrayLength().ShouldBe(100);
    }

    [Fact]
    public async Task Moments_type_user_and_channel_select_what_a_look_at_every_file_selects()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        IReadOnlyList<JsonElement> all = await AllAsync(slack);
        long moment = all[100].GetProperty("created").GetInt64();
        string user = all.First(file => file.Has("user")).Text("user");
        string channel = all.First(file => file.Has("channels") && file.GetProperty("channels").GetArrayLength() > 0).GetProperty("channels")[0].GetString()!;
        string when = moment.ToString(CultureInfo.InvariantCulture);

        await SelectsAsync(slack, all.Where(file => file.GetProperty("created").GetInt64() >= moment), ("ts_from", when));
        await SelectsAsync(slack, all.Where(file => file.GetProperty("created").GetInt64() <= moment), ("ts_to", when));
        await SelectsAsync(slack, all.Where(file => file.GetProperty("created").GetInt64() == moment), ("ts_from", when), ("ts_to", when));
        await SelectsAsync(slack, all.Where(file => file.Has("user") && file.Text("user") == user), ("user", user));
        await SelectsAsync(
            slack,
            all.Where(file => file.Has("channels") && file.GetProperty("channels").EnumerateArray().Any(id => id.GetString() == channel)),
            ("channel", channel));
        await SelectsAsync(slack, all.Where(file => file.Has("filetype") && file.Text("filetype") is "png" or "jpg" or "zip"), ("types", "images,zips"));
    }

    [Fact]
    public async Task Nonsense_is_refused_by_name()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.ErrorAsync("files.list", ("types", "films"))).ShouldBe("unknown_type");
        (await slack.ErrorAsync("files.list", ("user", "U0NOBODY00"))).ShouldBe("user_not_found");
        (await slack.ErrorAsync("files.list", ("page", "two"))).ShouldBe("invalid_arguments");
        (await slack.ErrorAsync("files.info", ("file", "F0NOWHERE0"))).ShouldBe("file_not_found");
    }

    [Fact]
    public async Task Files_lie_elsewhere_come_from_apps_and_from_other_workspaces()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        IReadOnlyList<JsonElement> files = await AllAsync(slack);

        files.Where(file => file.IsTrue("is_external")).Select(file => file.Text("external_type")).Distinct().ShouldBe(["gdrive", "dropbox"], ignoreOrder: true);
        files.ShouldContain(file => file.Has("app_id") && file.IsTrue("is_external"));
        files.ShouldContain(file => file.Has("bot_id"));
        files.ShouldContain(file => file.IsTrue("public_url_shared"));
        files.ShouldContain(file => file.Has("groups") && file.GetProperty("groups").GetArrayLength() > 0);
        files.ShouldContain(file => file.Has("ims") && file.GetProperty("ims").GetArrayLength() > 0);
        files.ShouldContain(file => file.Has("preview") && file.Text("preview").StartsWith("sandbox file text", StringComparison.Ordinal));
        JsonElement stub = files.First(file => file.Text("mode") == "file_access");
        stub.Has("user").ShouldBeFalse();
        JsonElement whole = (await slack.AskAsync("files.info", ("file", stub.Text("id")))).GetProperty("file");
        whole.Text("user_team").ShouldNotBe((await slack.AskAsync("auth.test")).Text("team_id"));
        (await slack.AskAsync("users.info", ("user", whole.Text("user")))).IsOk().ShouldBeTrue();
    }

    [Fact]
    public async Task A_free_workspace_hides_what_is_older_than_ninety_days_or_shows_its_tombstone()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Free });
        long edge = (SandboxClient.Now - TimeSpan.FromDays(90)).ToUnixTimeSeconds();

        IReadOnlyList<JsonElement> shown = await AllAsync(slack);
        IReadOnlyList<JsonElement> with = await AllAsync(slack, ("show_files_hidden_by_limit", "true"));

        shown.ShouldAllBe(file => file.GetProperty("created").GetInt64() >= edge);
        with.Count.ShouldBe(300);
        with.Where(file => file.GetProperty("created").GetInt64() < edge).ShouldAllBe(file => file.Text("mode") == "tombstone" && !file.Has("user"));
        with.Count(file => file.Text("mode") != "tombstone").ShouldBe(shown.Count);
    }

    [Fact]
    public async Task A_day_puts_new_files_on_top_and_leaves_the_others_alone()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string[] before = [.. (await AllAsync(slack)).Select(file => file.Text("id"))];

        await slack.PostControlAsync("next-day");

        string[] after = [.. (await AllAsync(slack)).Select(file => file.Text("id"))];
        after.Length.ShouldBe(before.Length + 3);
        after.Skip(3).ShouldBe(before);
    }

    private static Task<JsonElement> PageAsync(SandboxClient slack, int page, string? count = null) =>
        slack.AskAsync("files.list", ("page", page.ToString(CultureInfo.InvariantCulture)), ("count", count));

    private static string Ids(JsonElement page) => string.Join(',', page.GetProperty("files").EnumerateArray().Select(file => file.Text("id")));

    private static async Task<IReadOnlyList<JsonElement>> AllAsync(SandboxClient slack, params (string Name, string? Value)[] fields)
    {
        JsonElement page = await slack.AskAsync("files.list", [.. fields, ("count", "1000")]);
        JsonElement[] files = [.. page.GetProperty("files").EnumerateArray()];
        page.GetProperty("paging").GetProperty("total").GetInt32().ShouldBe(files.Length);
        return files;
    }

    private static async Task SelectsAsync(SandboxClient slack, IEnumerable<JsonElement> expected, params (string Name, string? Value)[] fields)
    {
        string[] ids = [.. expected.Select(file => file.Text("id"))];
        ids.ShouldNotBeEmpty();
        (await AllAsync(slack, fields)).Select(file => file.Text("id")).ShouldBe(ids);
    }
}
