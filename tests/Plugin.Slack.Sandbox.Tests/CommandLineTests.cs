using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>The program as a host starts it: a process, its output and its exit code.</summary>
public sealed partial class CommandLineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--userz", "5")]
    [InlineData("--users", "many")]
    [InlineData("--users", "0")]
    [InlineData("--users", "99999999999999")]
    [InlineData("--port", "70000")]
    [InlineData("--plan", "gold")]
    [InlineData("--rate-limits", "maybe")]
    [InlineData("--time-scale", "0")]
    [InlineData("--rate-factor", "-1")]
    [InlineData("--history-cap", "some")]
    [InlineData("--workspaces", "3")]
    [InlineData("--now", "yesterday")]
    [InlineData("--fault", "users.list:x:429")]
    [InlineData("--redirect-url", "somewhere")]
    [InlineData("--token", "=users:read")]
    [InlineData("something", "else")]
    public async Task A_wrong_command_line_is_one_sentence_and_exit_code_2(string first, string second)
    {
        (int exitCode, string output, string error) = await RunningProgram.RunAsync("dotnet", RunningProgram.Sandbox(first, second), folder: null, Cancellation);

        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        error.Trim().ShouldNotContain('\n');
        error.ShouldContain("--help");
        error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_exit_code_3()
    {
        await using SandboxServer busy = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        string port = busy.Address.Port.ToString(CultureInfo.InvariantCulture);

        (int exitCode, string output, string error) = await RunningProgram.RunAsync("dotnet", RunningProgram.Sandbox("--port", port), folder: null, Cancellation);

        exitCode.ShouldBe(3);
        output.ShouldBeEmpty();
        error.Trim().ShouldNotContain('\n');
        error.ShouldContain(port);
    }

    [Fact]
    public async Task It_prints_one_line_when_ready_plays_and_stops_with_its_input()
    {
        using Process process = RunningProgram.Start(
            "dotnet",
            RunningProgram.Sandbox(
                "--users", "33", "--client-id", "1.2", "--client-secret", "hush", "--token", "xoxp-few=users:read,team:read", "--now", "2026-03-02", "--stop-with-stdin"));
        try
        {
            string line = (await process.StandardOutput.ReadLineAsync(Cancellation))!;
            using JsonDocument ready = JsonDocument.Parse(line);
            JsonElement settings = ready.RootElement.GetProperty("settings");
            Uri address = new(ready.RootElement.Text("address"));
            using HttpClient http = new() { BaseAddress = new Uri(settings.Text("api_address")) };
            using FormUrlEncodedContent form = SandboxClient.Form(("token", "xoxp-few"));
            using HttpResponseMessage response = await http.PostAsync("api/users.list", form, Cancellation);
            JsonElement answer = await SandboxClient.ReadAsync(response);
            using HttpResponseMessage next = await http.PostAsync(ready.RootElement.GetProperty("controls").Text("next_day"), content: null, Cancellation);

            process.StandardInput.Close();
            string rest = await process.StandardOutput.ReadToEndAsync(Cancellation);
            string error = await process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);

            ready.RootElement.GetProperty("ready").GetBoolean().ShouldBeTrue();
            address.Host.ShouldBe("127.0.0.1");
            settings.EnumerateObject().Select(setting => setting.Name).ShouldBe(["api_address", "client_id", "client_secret", "pace"]);
            settings.Text("client_id").ShouldBe("1.2");
            settings.Text("client_secret").ShouldBe("hush");
            ready.RootElement.GetProperty("consent").Text("decision").ShouldBe("allow");
            answer.GetProperty("members").GetArrayLength().ShouldBe(33);
            response.Headers.GetValues("x-oauth-scopes").ShouldBe(["users:read,team:read"]);
            next.IsSuccessStatusCode.ShouldBeTrue();
            rest.ShouldBeEmpty();
            error.ShouldBeEmpty();
            process.ExitCode.ShouldBe(0);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [Fact]
    public async Task Help_lists_the_options_and_the_readme_explains_each()
    {
        (int exitCode, string output, _) = await RunningProgram.RunAsync("dotnet", RunningProgram.Sandbox("--help"), folder: null, Cancellation);
        string readme = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "sandbox-readme.md"), Cancellation);

        string[] options = [.. Option().Matches(output).Select(match => match.Value).Distinct().Except(["--help", "--version", "--size"])];

        exitCode.ShouldBe(0);
        options.Length.ShouldBeGreaterThan(20);
        options.Where(option => !readme.Contains(option, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("(?<=^|\\s)--[a-z-]+", RegexOptions.Multiline, 1_000)]
    private static partial Regex Option();
}
