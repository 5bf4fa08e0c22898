using System.Text;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests.Methods;

public sealed class UsersListTests
{
    [Theory]
    [InlineData(1, "1")]
    [InlineData(2, "1")]
    [InlineData(9, "4")]
    [InlineData(250, "100")]
    [InlineData(250, "250")]
    [InlineData(5_123, "1000")]
    [InlineData(1_500, "99999")]
    public async Task Pages_end_and_no_user_is_lost_or_repeated(int users, string limit)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = users });

        IReadOnlyList<JsonElement> pages = await slack.PagesAsync("users.list", ("limit", limit));

        IReadOnlyList<JsonElement> members = pages.Items("members");
        members.Count.ShouldBe(users);
        members.Select(member => member.Text("id")).Distinct().Count().ShouldBe(users);
        members.Count(member => member.IsTrue("is_primary_owner")).ShouldBe(1);
        pages.Max(page => page.GetProperty("members").GetArrayLength()).ShouldBeLessThanOrEqualTo(1_000);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_other_people()
    {
        await using SandboxClient one = await SandboxClient.StartAsync(new SandboxOptions { Seed = 7 });
        await using SandboxClient same = await SandboxClient.StartAsync(new SandboxOptions { Seed = 7 });
        await using SandboxClient other = await SandboxClient.StartAsync(new SandboxOptions { Seed = 8 });

        string first = (await one.AskAsync("users.list")).GetRawText();

        (await same.AskAsync("users.list")).GetRawText().ShouldBe(first);
        (await other.AskAsync("users.list")).GetRawText().ShouldNotBe(first);
        other.Server.ClientId.ShouldNotBe(one.Server.ClientId);
        same.Server.ClientSecret.ShouldBe(one.Server.ClientSecret);
    }

    [Fact]
    public async Task A_late_page_of_a_million_is_made_without_those_before_it()
    {
        SandboxOptions options = new() { Users = 1_000_000 };
        await using SandboxClient walked = await SandboxClient.StartAsync(options);
        await using SandboxClient fresh = await SandboxClient.StartAsync(options);
        string? cursor = null;
        for (int page = 0; page < 999; page++)
        {
            cursor = await NextCursorAsync(walked, cursor);
        }

        JsonElement sequential = await walked.AskAsync("users.list", ("limit", "1000"), ("cursor", cursor));
        JsonElement direct = await fresh.AskAsync("users.list", ("limit", "1000"), ("cursor", cursor));

        sequential.GetProperty("members").GetArrayLength().ShouldBe(1_000);
        sequential.GetProperty("response_metadata").Text("next_cursor").ShouldBeEmpty();
        direct.GetRawText().ShouldBe(sequential.GetRawText());
        foreach (JsonElement member in direct.GetProperty("members").EnumerateArray().Take(20))
        {
            JsonElement alone = await fresh.AskAsync("users.info", ("user", member.Text("id")));
            alone.GetProperty("user").GetRawText().ShouldBe(member.GetRawText());
        }
    }

    [Fact]
    public async Task Every_class_of_account_occurs()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 5_000 });

        IReadOnlyList<JsonElement> members = (await slack.PagesAsync("users.list", ("limit", "1000"))).Items("members");

        members.ShouldContain(member => member.IsTrue("is_owner") && !member.IsTrue("is_primary_owner"));
        members.ShouldContain(member => member.IsTrue("is_admin") && !member.IsTrue("is_owner"));
        members.ShouldContain(member => member.IsTrue("is_restricted") && !member.IsTrue("is_ultra_restricted"));
        members.ShouldContain(member => member.IsTrue("is_restricted") && member.IsTrue("is_ultra_restricted"));
        members.ShouldContain(member => member.IsTrue("is_invited_user"));
        members.Count(member => member.IsTrue("deleted")).ShouldBeInRange(400, 800);
        members.ShouldContain(member => member.IsTrue("is_stranger") && member.Text("team_id") != members[0].Text("team_id"));
        members.ShouldContain(member => member.IsTrue("is_workflow_bot"));
        members.ShouldContain(member => member.IsTrue("is_bot") && member.GetProperty("profile").Has("api_app_id"));
        members.Count(member => member.Text("id") == "USLACKBOT" && !member.IsTrue("is_bot")).ShouldBe(1);
    }

    [Fact]
    public async Task Fields_are_absent_null_and_odd_as_at_Slack()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 5_000 });

        IReadOnlyList<JsonElement> members = (await slack.PagesAsync("users.list", ("limit", "1000"))).Items("members");

        members.ShouldContain(member => !member.Has("deleted"));
        members.Single(member => member.Text("id") == "USLACKBOT").GetProperty("tz").ValueKind.ShouldBe(JsonValueKind.Null);
        foreach (JsonValueKind shape in new[] { JsonValueKind.Object, JsonValueKind.Array, JsonValueKind.Null })
        {
            members.ShouldContain(member => member.GetProperty("profile").Has("fields") && member.GetProperty("profile").GetProperty("fields").ValueKind == shape);
        }

        string[] names = [.. members.Where(member => member.Has("real_name")).Select(member => member.Text("real_name"))];
        names.ShouldContain(name => name.Contains('"', StringComparison.Ordinal));
        names.ShouldContain(name => name.Contains("🚀", StringComparison.Ordinal));
        names.ShouldContain(name => name.Any(letter => letter >= '\u0600' && letter <= '\u06FF'));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_workspace_may_keep_addresses_to_itself(bool hides, bool shown)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { HidesEmails = hides });
        JsonElement[] users = [.. (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray()];
        string member = users.First(user => user.Has("is_email_confirmed")).Text("id");

        JsonElement profile = (await slack.AskAsync("users.profile.get", ("user", member))).GetProperty("profile");

        users.Any(user => user.GetProperty("profile").Has("email")).ShouldBe(shown);
        profile.Has("email").ShouldBe(shown);
    }

    [Fact]
    public async Task Emails_are_shown_only_with_their_scope_and_two_factor_only_to_administrators()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Tokens = [new("xoxp-few", ["users:read"])] });

        JsonElement full = await slack.AskAsync("users.list");
        JsonElement few = await slack.AskAsync("users.list", "xoxp-few");

        full.GetProperty("members").EnumerateArray().ShouldContain(member => member.GetProperty("profile").Has("email"));
        full.GetProperty("members").EnumerateArray().ShouldContain(member => member.Has("has_2fa"));
        few.GetProperty("members").EnumerateArray().ShouldNotContain(member => member.GetProperty("profile").Has("email"));
        few.GetProperty("members").EnumerateArray().ShouldNotContain(member => member.Has("has_2fa"));
        (await slack.AskAsync("auth.test", "xoxp-few")).Text("user_id").ShouldNotBe((await slack.AskAsync("auth.test")).Text("user_id"));
    }

    [Fact]
    public async Task An_enterprise_has_enterprise_users_and_ids_with_a_W()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Plan = SlackPlan.Enterprise });

        JsonElement[] members = [.. (await slack.AskAsync("users.list")).GetProperty("members").EnumerateArray()];

        members.ShouldContain(member => member.Text("id").StartsWith('W'));
        members.ShouldContain(member => member.Text("id").StartsWith('U'));
        JsonElement person = members.First(member => member.Has("enterprise_user"));
        person.GetProperty("enterprise_user").Text("id").ShouldBe(person.Text("id"));
        (await slack.AskAsync("team.info")).GetProperty("team").Has("enterprise_id").ShouldBeTrue();
    }

    [Fact]
    public async Task A_large_workspace_asks_for_a_limit()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 20_001 });

        (await slack.ErrorAsync("users.list")).ShouldBe("limit_required");
        (await slack.AskAsync("users.list", ("limit", "1"))).IsOk().ShouldBeTrue();
    }

    [Theory]
    [InlineData("limit", "many", "invalid_limit")]
    [InlineData("limit", "-1", "invalid_limit")]
    [InlineData("cursor", "nonsense", "invalid_cursor")]
    [InlineData("cursor", "dXNlcnM6MTAwOjAwMDA=", "invalid_cursor")]
    [InlineData("cursor", "=", "invalid_cursor")]
    public async Task A_bad_argument_is_refused(string name, string value, string error)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.ErrorAsync("users.list", (name, value))).ShouldBe(error);
    }

    [Fact]
    public async Task A_cursor_fits_only_the_method_it_came_from_and_ends_in_an_equals_sign()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();
        string cursor = (await slack.AskAsync("users.list", ("limit", "10"))).GetProperty("response_metadata").Text("next_cursor");

        cursor.ShouldEndWith("=");
        (await slack.ErrorAsync("team.billableInfo", ("cursor", cursor))).ShouldBe("invalid_cursor");
    }

    private static async Task<string> NextCursorAsync(SandboxClient slack, string? cursor)
    {
        using HttpResponseMessage response = await slack.SendAsync("users.list", SandboxClient.Token, ("limit", "1000"), ("cursor", cursor));
        byte[] body = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string tail = Encoding.UTF8.GetString(body.AsSpan(body.Length - 120));
        int start = tail.IndexOf("next_cursor\":\"", StringComparison.Ordinal) + 14;
        return tail[start..tail.IndexOf('"', start)];
    }
}
