namespace EndToEnd.Tests;

/// <summary>The demo needs no product: it walks just so with the toy connector, whose plugins folder holds nothing else.</summary>
public sealed class OrchardDemoTests
{
    [Fact]
    public async Task The_demo_walks_with_any_plugin_that_brings_a_sandbox()
    {
        using var folder = new TemporaryFolder();

        var demo = await HostProcess.RunAsync(
            folder.Path, null, TestContext.Current.CancellationToken, "demo", "--plugin", "orchard", "--size", "500", "--plugins", HostProcess.ToyPlugins);

        demo.ShouldSucceed();
        demo.Output.ShouldContain("Plugin 'Orchard Connector' 1.0.0 found and loaded; its sandbox plays Orchard");
        demo.Output.ShouldContain("Growers by account type (500)");
        demo.Output.ShouldContain("Last sign of use, by age (from Harvests)");
        demo.Output.ShouldContain("What changed from run 1 to run 2");
        demo.Output.ShouldContain("Verdict Complete");
        demo.Output.ShouldContain("inventory export \"Orchard Connector demo\" growers");
        demo.Output.ShouldNotContain("slack", Case.Insensitive);
        demo.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_demo_has_collected_is_read_by_the_commands_that_it_names()
    {
        var token = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "growers.csv");
        (await RunAsync("demo", "--size", "300")).ShouldSucceed();

        (await RunAsync("inventory", "changes", "Orchard Connector demo", "growers")).ShouldSucceed().Output.ShouldContain("added");
        (await RunAsync("inventory", "export", "Orchard Connector demo", "growers", "--output", file)).ShouldSucceed().Output.ShouldContain("rows written to");
        (await File.ReadAllLinesAsync(file, token)).Length.ShouldBeGreaterThan(290);

        var nowhere = await RunAsync("inventory", "export", "Orchard Connector demo", "growers", "--output", Path.Combine(folder.Path, "no-such-folder", "growers.csv"));
        nowhere.ShouldFailWith(2);
        nowhere.Errors.ShouldNotContain("unfinished");

        Task<Finished> RunAsync(params string[] arguments) => HostProcess.RunAsync(folder.Path, null, token, [.. arguments, "--plugins", HostProcess.ToyPlugins]);
    }

    [Fact]
    public async Task As_JSON_the_demo_is_one_document()
    {
        using var folder = new TemporaryFolder();

        var demo = await HostProcess.RunAsync(
            folder.Path, null, TestContext.Current.CancellationToken, "demo", "--size", "50", "--json", "--plugins", HostProcess.ToyPlugins);

        var json = demo.ShouldSucceed().Json();
        json.GetProperty("summary").GetProperty("accounts").GetProperty("total").GetInt64().ShouldBe(50);
        json.GetProperty("changes").GetProperty("streams").GetArrayLength().ShouldBe(5);
        json.GetProperty("run").GetProperty("verdict").GetString().ShouldBe("complete");
    }
}
