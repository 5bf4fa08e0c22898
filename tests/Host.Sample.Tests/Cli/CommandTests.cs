namespace Host.Sample.Tests.Cli;

/// <summary>Commands from what is typed to what is told. That the program itself ends with these numbers is seen to in EndToEnd.Tests.</summary>
public sealed class CommandTests : IDisposable
{
    private const string Connector = "Orchard Connector demo";

    private readonly TestFolders _folders = new();

    public CommandTests() => _folders.InstallOrchard();

    public void Dispose() => _folders.Dispose();

    [Theory]
    [InlineData(2, "connectors", "add", "A", "--plugin", "orchard", "--secret", "token=@no-such-file")]
    [InlineData(2, "connectors", "add", "A", "--plugin", "orchard", "--secret", "token=env:NO_SUCH_VARIABLE")]
    [InlineData(2, "connectors", "add", "A", "--plugin", "orchard", "--secret", "token=typed-here")]
    [InlineData(3, "connectors", "run", "nobody")]
    [InlineData(3, "features", "enable", "No Such Feature")]
    [InlineData(3, "runs", "show", "99")]
    [InlineData(3, "inventory", "list", "nobody")]
    public async Task A_wrong_command_is_told_in_a_sentence(int exitCode, params string[] arguments)
    {
        var wrong = await Typed.RunAsync(_folders, arguments);

        wrong.ExitCode.ShouldBe(exitCode, wrong.Output + wrong.Errors);
        wrong.Errors.ShouldNotBeEmpty();
        wrong.Errors.ShouldNotContain("   at ");
        wrong.Errors.ShouldNotContain("typed-here");
    }

    [Fact]
    public async Task A_disabled_feature_says_where_to_enable_it()
    {
        var refused = await Typed.RunAsync(_folders, "connectors", "add", "A", "--plugin", "orchard");

        refused.ExitCode.ShouldBe(6, refused.Output + refused.Errors);
        refused.Errors.ShouldContain("features enable");
    }

    [Fact]
    public async Task What_a_run_has_collected_is_read()
    {
        var token = Path.Combine(_folders.Plugins, ".token");
        await File.WriteAllTextAsync(token, "typed-in-token", TestContext.Current.CancellationToken);
        (await Typed.RunAsync(_folders, "features", "enable", "orchard")).ShouldSucceed();
        (await Typed.RunAsync(_folders, "connectors", "add", Connector, "--plugin", "orchard", "--secret", $"token=@{token}")).ShouldSucceed();
        (await Typed.RunAsync(_folders, "connectors", "run", Connector)).ShouldSucceed();

        (await Typed.RunAsync(_folders, "runs", "show", "1")).ShouldSucceed().ShouldContain("Verdict Complete");
        (await Typed.RunAsync(_folders, "inventory", "list", Connector)).ShouldSucceed().ShouldContain("orchard_growers");
        (await Typed.RunAsync(_folders, "inventory", "show", Connector, "growers", "--take", "3", "--column", "name", "--where", "status=active")).ShouldSucceed().ShouldContain("3 of ");
        (await Typed.RunAsync(_folders, "inventory", "summary", Connector)).ShouldSucceed().ShouldContain("Growers by account type");
    }
}
