using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

public sealed class PlanTests
{
    [Fact]
    public async Task A_free_workspace_refuses_what_is_paid_for_and_holds_ten_apps()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Free });

        (await slack.ErrorAsync("team.accessLogs")).ShouldBe("paid_only");
        (await slack.ErrorAsync("usergroups.list")).ShouldBe("plan_upgrade_required");
        (await slack.ErrorAsync("usergroups.users.list")).ShouldBe("plan_upgrade_required");
        (await slack.AskAsync("users.list")).IsOk().ShouldBeTrue();
        (await slack.AskAsync("team.integrationLogs", ("count", "1000"))).GetProperty("logs").EnumerateArray()
            .Where(row => row.Has("app_id")).Select(row => row.Text("app_id")).Distinct().Count().ShouldBeLessThanOrEqualTo(10);
    }

    [Theory]
    [InlineData(SlackPlan.Pro)]
    [InlineData(SlackPlan.BusinessPlus)]
    [InlineData(SlackPlan.Enterprise)]
    public async Task Every_paid_plan_answers_them(SlackPlan plan)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = plan });

        JsonElement logs = await slack.AskAsync("team.accessLogs", ("limit", "1"));

        logs.GetProperty("logins").GetArrayLength().ShouldBe(1);
        (await slack.AskAsync("usergroups.list")).IsOk().ShouldBeTrue();
    }
}
