using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class TeamIntegrationLogsTests
{
    [Fact]
    public async Task Rows_are_numbered_in_pages_newest_first_with_dates_as_text_and_service_ids_as_either()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        List<JsonElement> logs = [];
        int page = 1;
        int pages;
        do
        {
            JsonElement answer = await slack.AskAsync("team.integrationLogs", ("count", "7"), ("page", page.ToString(CultureInfo.InvariantCulture)));
            logs.AddRange(answer.GetProperty("logs").EnumerateArray());
            pages = answer.GetProperty("paging").GetProperty("pages").GetInt32();
        }
        while (page++ < pages);

        logs.Select(row => row.GetRawText()).Distinct().Count().ShouldBe(logs.Count);
        long[] dates = [.. logs.Select(row => long.Parse(row.Text("date"), CultureInfo.InvariantCulture))];
        dates.ShouldBe(dates.OrderDescending());
        logs.Where(row => row.Has("service_id")).Select(row => row.GetProperty("service_id").ValueKind).Distinct().ShouldBe([JsonValueKind.Number, JsonValueKind.String], ignoreOrder: true);
        logs.Select(row => row.Text("change_type")).Distinct().ShouldBe(["added", "updated", "removed", "disabled", "enabled"], ignoreOrder: true);
        logs.Where(row => row.Text("change_type") == "disabled").ShouldAllBe(row => row.Has("reason"));
    }

    [Fact]
    public async Task Filters_select()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        JsonElement[] all = [.. (await slack.AskAsync("team.integrationLogs")).GetProperty("logs").EnumerateArray()];
        string app = all.First(row => row.Has("app_id")).Text("app_id");

        JsonElement byApp = await slack.AskAsync("team.integrationLogs", ("app_id", app));
        JsonElement removed = await slack.AskAsync("team.integrationLogs", ("change_type", "removed"));

        byApp.GetProperty("paging").GetProperty("total").GetInt32().ShouldBe(all.Count(row => row.Has("app_id") && row.Text("app_id") == app));
        removed.GetProperty("paging").GetProperty("total").GetInt32().ShouldBe(all.Count(row => row.Text("change_type") == "removed"));
        (await slack.ErrorAsync("team.integrationLogs", ("change_type", "eaten"))).ShouldBe("invalid_arguments");
    }

    [Fact]
    public async Task Bots_belong_to_apps_of_the_log_and_are_called_like_them()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        Dictionary<string, string> apps = (await slack.AskAsync("team.integrationLogs", ("count", "1000"))).GetProperty("logs").EnumerateArray()
            .Where(row => row.Has("app_id")).GroupBy(row => row.Text("app_id"), StringComparer.Ordinal).ToDictionary(rows => rows.Key, rows => rows.First().Text("app_type"), StringComparer.Ordinal);

        JsonElement[] bots = [.. (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray().Where(member => member.IsTrue("is_bot") && !member.IsTrue("is_workflow_bot"))];

        bots.ShouldNotBeEmpty();
        bots.ShouldAllBe(bot => apps[bot.GetProperty("profile").Text("api_app_id")] == bot.Text("real_name"));
    }
}
