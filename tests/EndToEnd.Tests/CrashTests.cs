namespace EndToEnd.Tests;

/// <summary>What no process survives: a plugin that ends the host. The next start knows which one it was, and after the third time the host survives it.</summary>
public sealed class CrashTests
{
    [Theory]
    [InlineData("failsFast")]
    [InlineData("overflows")]
    [InlineData("exits")]
    public async Task A_plugin_that_ends_the_host_three_times_gets_a_process_of_its_own(string conduct)
    {
        var token = TestContext.Current.CancellationToken;
        using var data = new TemporaryFolder();
        using var plugins = new TemporaryFolder();
        plugins.Take(HostProcess.BadPlugins, "chameleon");
        await File.WriteAllTextAsync(Path.Combine(plugins.Path, "chameleon", "1.0.0", "chameleon.json"), $$"""{"conduct":"{{conduct}}"}""", token);
        (await RunAsync("features", "enable", "chameleon")).ShouldSucceed();
        (await RunAsync("connectors", "add", "Home", "--plugin", "chameleon")).ShouldSucceed();

        for (var crash = 0; crash < 3; crash++)
        {
            (await RunAsync("connectors", "run", "Home")).Output.ShouldNotContain("failed", Case.Insensitive);
        }

        var survived = await RunAsync("connectors", "run", "Home");
        var list = (await RunAsync("plugins", "list", "--json")).ShouldSucceed().Json();

        survived.ExitCode.ShouldBe(8, survived.Output + survived.Errors);
        (survived.Output + survived.Errors).ShouldContain("The process that it runs in is gone: it ended with exit code");
        list.EnumerateArray().Single().GetProperty("isolatedBecause").GetString().ShouldBe("The host ended 3 times within 5 min while version 1.0.0 was at work in it.");
        (await RunAsync("plugins", "isolate", "chameleon", "--off")).ShouldSucceed().Output.ShouldNotContain("processes of its own");

        Task<Finished> RunAsync(params string[] arguments) => HostProcess.RunAsync(data.Path, null, token, [.. arguments, "--plugins", plugins.Path]);
    }
}
