using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

public sealed class CoverageTests
{
    private static readonly string[] MethodsOfSlackThatAreNotPlayed =
        ["users.conversations", "bots.info", "chat.postMessage", "team.billing.info", "users", "users.list.", "USERS.LIST", ""];

    private static readonly Dictionary<string, (string, string?)[]> Examples = new(StringComparer.Ordinal)
    {
        ["users.info"] = [("user", "USLACKBOT")],
    };

    public static TheoryData<string> Methods => [.. Coverage.Methods.Select(method => method.Name)];

    public static TheoryData<string> ScopedMethods => [.. Coverage.Methods.Where(method => method.Scopes.Count > 0).Select(method => method.Name)];

    public static TheoryData<string> TokenMethods => [.. Coverage.Methods.Where(method => method.NeedsToken).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Every_method_of_the_table_answers(string method)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(
            method == "auth.teams.list" ? new SandboxOptions { Plan = SlackPlan.Enterprise, Workspaces = 1 } : null);
        (string, string?)[] arguments = Examples.GetValueOrDefault(method) ?? method switch
        {
            "conversations.info" or "conversations.members" or "conversations.history" =>
                [("channel", (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id"))],
            "conversations.replies" => await ThreadAsync(slack),
            "calls.info" => [("id", await Messages.CallIdAsync(slack))],
            "files.info" => [("file", (await slack.AskAsync("files.list", ("count", "1"))).GetProperty("files")[0].Text("id"))],
            "usergroups.users.list" => [("usergroup", (await slack.AskAsync("usergroups.list")).GetProperty("usergroups")[0].Text("id"))],
            "oauth.v2.access" =>
                [
                    ("client_id", slack.Server.ClientId), ("client_secret", slack.Server.ClientSecret), ("redirect_uri", "http://127.0.0.1:1/cb"),
                    ("code", (await slack.DecideAsync(slack.AuthorizeAddress("http://127.0.0.1:1/cb", "users:read"), ("decision", "allow")))["code"]),
                ],
            _ => [],
        };

        JsonElement answer = await slack.AskAsync(method, arguments);

        answer.IsOk().ShouldBeTrue(answer.ToString());
    }

    [Fact]
    public async Task A_method_that_is_not_in_the_table_is_unknown()
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        foreach (string method in MethodsOfSlackThatAreNotPlayed)
        {
            (await slack.ErrorAsync(method)).ShouldBe("unknown_method", method);
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task Other_verbs_are_refused(string method)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        using HttpResponseMessage response = await slack.Http.DeleteAsync("api/" + method, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.ShouldBe(Coverage.Verbs, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(TokenMethods))]
    public async Task Without_a_good_token_nothing_is_told(string method)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync();

        (await slack.AskAsync(method, token: null)).ErrorCode().ShouldBe("not_authed");
        (await slack.AskAsync(method, "xoxp-unknown")).ErrorCode().ShouldBe("invalid_auth");
    }

    [Theory]
    [MemberData(nameof(ScopedMethods))]
    public async Task Without_its_scope_a_method_says_which_is_needed_and_which_are_there(string method)
    {
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Tokens = [new("xoxp-few", ["users:write", "chat:write"])] });
        CoveredMethod covered = Coverage.Methods.Single(row => row.Name == method);
        string? channel = covered.ScopeByConversationType
            ? (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0].Text("id")
            : null;

        using HttpResponseMessage response = await slack.SendAsync(method, "xoxp-few", ("channel", channel));
        JsonElement answer = await SandboxClient.ReadAsync(response);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.ErrorCode().ShouldBe("missing_scope");
        answer.Text("needed").ShouldBe(covered.ScopeByConversationType ? covered.Scopes[0] : string.Join(',', covered.Scopes));
        answer.Text("provided").ShouldBe("users:write,chat:write");
        response.Headers.GetValues("x-oauth-scopes").ShouldBe(["users:write,chat:write"]);
        response.Headers.GetValues("x-accepted-oauth-scopes").ShouldBe([string.Join(',', covered.Scopes)]);
        response.Headers.GetValues("x-slack-req-id").Single().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_readme_lists_what_is_played()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sandbox-readme.md"), TestContext.Current.CancellationToken);

        string[] rows = [.. readme.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.StartsWith("| `", StringComparison.Ordinal) && line.Count(letter => letter == '|') == 10)];

        rows.ShouldBe(Coverage.Methods.Select(Row));
    }

    private static async Task<(string, string?)[]> ThreadAsync(SandboxClient slack)
    {
        JsonElement channel = (await slack.AskAsync("conversations.list", ("limit", "1"))).GetProperty("channels")[0];
        JsonElement message = (await slack.AskAsync("conversations.history", ("channel", channel.Text("id")))).GetProperty("messages")[0];
        return [("channel", channel.Text("id")), ("ts", message.Text("ts"))];
    }

    private static string Row(CoveredMethod method)
    {
        string scopes = method.Scopes.Count == 0 ? "–" : string.Join(", ", method.Scopes.Select(scope => $"`{scope}`"));
        string paging = method.Paging switch
        {
            Paging.None => "–",
            Paging.Cursor => "cursor",
            Paging.CountAndPage => "count, page",
            _ => "cursor, or count and page",
        };
        string size = method.Paging == Paging.None
            ? "–"
            : string.Create(CultureInfo.InvariantCulture, $"{(method.DefaultPage == 0 ? "whole list" : method.DefaultPage)} / {method.MaxPage}");
        return $"| `{method.Name}` | {method.Tier} | {scopes} | {paging} | {size} | {(method.ReadsJson ? "form, JSON" : "form")} | "
            + $"{(method.RefusedOnFree is null ? "yes" : $"`{method.RefusedOnFree}`")} | {(method.NeedsTeam ? "needs `team_id`" : "–")} | {method.Note} |";
    }
}
