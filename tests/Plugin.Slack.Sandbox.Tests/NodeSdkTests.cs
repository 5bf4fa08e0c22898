using System.ComponentModel;
using System.Globalization;
using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>Slack's own SDK for Node reads every list through the sandbox: a judge that is not ours.</summary>
public sealed class NodeSdkTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "node");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slacks_own_SDK_reads_every_list_page_by_page()
    {
        await InstallAsync();
        await using SandboxClient slack = await SandboxClient.StartAsync(new SandboxOptions { Users = 640, Channels = 90 });

        (int exitCode, string output, string error) = await RunAsync(
            "node", "read-lists.js", slack.Server.Address.AbsoluteUri, SandboxClient.Token);

        exitCode.ShouldBe(0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement lists = document.RootElement.GetProperty("lists");
        Dictionary<string, int> expected = new(StringComparer.Ordinal)
        {
            ["users.list"] = 640,
            ["team.billableInfo"] = (await slack.PagesAsync("team.billableInfo")).Sum(page => page.GetProperty("billable_info").EnumerateObject().Count()),
            ["team.accessLogs"] = await TotalAsync(slack, "team.accessLogs"),
            ["team.accessLogs by number"] = await TotalAsync(slack, "team.accessLogs"),
            ["team.integrationLogs"] = await TotalAsync(slack, "team.integrationLogs"),
            ["conversations.list"] = (await slack.PagesAsync("conversations.list", ("types", "public_channel,private_channel,mpim,im"))).Items("channels").Count,
            ["conversations.members"] = document.RootElement.GetProperty("general_members").GetInt32(),
            ["conversations.history"] = 480,
            ["files.list"] = 300,
            ["usergroups.list"] = 12,
        };
        foreach ((string list, int entries) in expected)
        {
            lists.GetProperty(list).GetProperty("entries").GetInt32().ShouldBe(entries, list);
            lists.GetProperty(list).GetProperty("distinct").GetInt32().ShouldBe(entries, list);
        }

        lists.EnumerateObject().Select(list => list.Name).ShouldBe(expected.Keys, ignoreOrder: true);
        lists.GetProperty("users.list").GetProperty("pages").GetInt32().ShouldBe(10);
        JsonElement group = document.RootElement.GetProperty("first_group");
        group.GetProperty("members").GetInt32().ShouldBe(group.GetProperty("users").GetInt32());
        group.Text("user_count").ShouldBe(group.GetProperty("users").GetInt32().ToString(CultureInfo.InvariantCulture));
        JsonElement thread = document.RootElement.GetProperty("thread");
        thread.GetProperty("replies").GetInt32().ShouldBe(thread.GetProperty("reply_count").GetInt32());
        document.RootElement.IsTrue("same_call").ShouldBeTrue();
        document.RootElement.IsTrue("same_team").ShouldBeTrue();
        document.RootElement.IsTrue("same_person").ShouldBeTrue();
    }

    private static async Task<int> TotalAsync(SandboxClient slack, string method) =>
        (await slack.AskAsync(method, ("count", "1"))).GetProperty("paging").GetProperty("total").GetInt32();

    /// <summary>Installs the SDK once; a later run finds the lock file unchanged.</summary>
    private static async Task InstallAsync()
    {
        string wanted = await File.ReadAllTextAsync(Path.Combine(Folder, "package-lock.json"), Cancellation);
        string stamp = Path.Combine(Folder, "node_modules", "installed.lock");
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp, Cancellation) == wanted)
        {
            return;
        }

        // On Windows npm is a script, which only the command interpreter can start.
        (int exitCode, string output, string error) = OperatingSystem.IsWindows()
            ? await RunAsync("cmd.exe", "/c", "npm", "ci", "--no-audit", "--no-fund")
            : await RunAsync("npm", "ci", "--no-audit", "--no-fund");
        if (exitCode != 0)
        {
            SkipUnlessInCi($"npm could not install Slack's SDK: {output}{error}");
        }

        await File.WriteAllTextAsync(stamp, wanted, Cancellation);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            return await RunningProgram.RunAsync(program, arguments, Folder, Cancellation);
        }
        catch (Win32Exception)
        {
            SkipUnlessInCi($"{program} is not installed, so Slack's own SDK cannot be run.");
            throw;
        }
    }

    private static void SkipUnlessInCi(string reason)
    {
        if (string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase))
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }
}
