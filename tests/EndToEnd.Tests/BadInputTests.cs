using System.Net;
using System.Net.Sockets;

namespace EndToEnd.Tests;

/// <summary>Whatever is typed or found: one clear sentence, the documented exit code, no stack. What is told of which mistake: Host.Sample.Tests/Cli, without a process for each.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData(2, "conectors", "list")]
    [InlineData(2, "connectors", "list", "--nonsense")]
    [InlineData(2, "connectors")]
    [InlineData(2, "serve", "--address", "banana")]
    [InlineData(2, "connectors", "add", "A", "--plugin", "slack", "--set", "no-equals-sign")]
    [InlineData(2, "connectors", "add", "A", "--plugin", "slack", "--secret", "token=xoxp-typed-here")]
    [InlineData(2, "demo", "--size", "x")]
    [InlineData(2, "serve", "--address", "http://0.0.0.0:5080")]
    [InlineData(2, "serve", "--address", "https://127.0.0.1:0")]
    [InlineData(3, "connectors", "run", "nobody")]
    [InlineData(3, "demo", "--plugin", "nobodys")]
    public async Task A_wrong_command_is_told_in_a_sentence(int exitCode, params string[] arguments)
    {
        using var folder = new TemporaryFolder();

        var finished = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, arguments);

        finished.ShouldFailWith(exitCode);
        finished.Errors.ShouldNotContain("xoxp-typed-here");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_are_told_each_with_its_fix()
    {
        using var folder = new TemporaryFolder();
        (await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "features", "enable", Walk.Feature)).ShouldSucceed();

        var finished = await HostProcess.RunAsync(
            folder.Path, "xoxb-a-bot-token", TestContext.Current.CancellationToken, "connectors", "add", "12", "--plugin", "slack", "--set", "colour=red", "--secret", "token");

        finished.ShouldFailWith(5);
        finished.Errors.ShouldContain("3 settings cannot be used.");
        finished.Errors.ShouldContain("  name: A name of digits only");
        finished.Errors.ShouldContain("  colour: There is no such setting.");
        finished.Errors.ShouldContain("  token: ");
        finished.Errors.ShouldNotContain("xoxb-a-bot-token");
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using var folder = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        var finished = await HostProcess.RunAsync(
            folder.Path, null, TestContext.Current.CancellationToken, "serve", "--address", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}");

        finished.ShouldFailWith(10);
    }

    [Fact]
    [Trait("Store", "Sqlite")]
    public async Task A_store_that_is_no_database_is_told_and_left_alone()
    {
        using var folder = new TemporaryFolder();
        var store = Path.Combine(folder.Path, "inventory.db");
        await File.WriteAllTextAsync(store, "These are the holiday pictures.", TestContext.Current.CancellationToken);

        var finished = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "connectors", "list");

        finished.ShouldFailWith(9);
        (await File.ReadAllTextAsync(store, TestContext.Current.CancellationToken)).ShouldBe("These are the holiday pictures.");
    }

    [Fact]
    public async Task A_plugins_folder_that_is_empty_is_no_failure()
    {
        using var folder = new TemporaryFolder();
        var plugins = Directory.CreateDirectory(Path.Combine(folder.Path, "none")).FullName;

        var finished = await HostProcess.RunAsync(folder.Path, null, TestContext.Current.CancellationToken, "plugins", "list", "--plugins", plugins);

        finished.ShouldSucceed();
        finished.Output.ShouldContain("No plugins");
    }
}
