using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class TeamBillableInfoTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Seats_agree_with_people_and_with_their_sign_ins(int days)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 600 });
        for (int day = 0; day < days; day++)
        {
            await slack.PostControlAsync("next-day");
        }

        long now = SandboxClient.Now.AddDays(days).ToUnixTimeSeconds();
        IReadOnlyList<JsonElement> members = (await slack.PagesAsync("users.list", ("limit", "1000"))).Items("members");
        Dictionary<string, long> latest = (await slack.PagesAsync("team.accessLogs", ("limit", "999"))).Items("logins")
            .GroupBy(row => row.Text("user_id"), StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.Max(row => row.GetProperty("date_last").GetInt64()), StringComparer.Ordinal);

        Dictionary<string, bool> seats = (await slack.PagesAsync("team.billableInfo", ("limit", "70")))
            .SelectMany(page => page.GetProperty("billable_info").EnumerateObject())
            .ToDictionary(seat => seat.Name, seat => seat.Value.IsTrue("billing_active"), StringComparer.Ordinal);

        seats.Keys.ShouldBe(
            members.Where(member => !member.IsTrue("is_bot") && !member.IsTrue("is_stranger") && member.Text("id") != "USLACKBOT").Select(member => member.Text("id")),
            ignoreOrder: true);
        foreach (JsonElement member in members.Where(member => seats.ContainsKey(member.Text("id"))))
        {
            string id = member.Text("id");
            bool paidKind = !member.IsTrue("deleted") && !member.IsTrue("is_ultra_restricted") && !member.IsTrue("is_invited_user");
            bool recent = latest.TryGetValue(id, out long last) && now - last <= 28 * 86_400;
            bool alwaysThere = member.IsTrue("is_owner");
            seats[id].ShouldBe(paidKind && (recent || alwaysThere), $"{member}, last sign-in {(now - last) / 86_400.0} days ago");
        }
    }

    [Fact]
    public async Task One_person_may_be_asked_for()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string id = (await slack.AskAsync("auth.test")).Text("user_id");

        JsonElement answer = await slack.AskAsync("team.billableInfo", ("user", id));

        answer.GetProperty("billable_info").EnumerateObject().Single().Name.ShouldBe(id);
        (await slack.ErrorAsync("team.billableInfo", ("user", "U0NOBODY00"))).ShouldBe("user_not_found");
    }
}
