namespace EndToEnd.Tests;

/// <summary>Follows docs/writing-a-plugin.md to the letter: what stands there is typed as it stands there.</summary>
public sealed class TemplateTests
{
    private const string Heading = "## From nothing to a plugin that conforms";
    private const string Beside = "../pear";

    [Fact]
    public async Task From_the_template_to_a_plugin_that_conforms_as_the_page_says()
    {
        var token = TestContext.Current.CancellationToken;
        using var beside = new TemporaryFolder();
        using var home = new TemporaryFolder();
        var lines = Commands();
        var said = new List<string>();

        foreach (var line in lines)
        {
            // Not beside the clone, which is not the test's to write to; else as it stands there.
            var words = line.Replace(Beside, beside.Path.Replace('\\', '/') + "/pear", StringComparison.Ordinal).Replace("\"$PWD\"", Dotnet.Repository, StringComparison.Ordinal).Split(' ');

            Dictionary<string, string> environment = new() { ["CONNECTOR_HOST_DATA"] = Path.Combine(home.Path, "data") };

            if (words[1] is "new")
            {
                // The SDK's own memory of templates is the person's; the packages of a restore stay where they are.
                environment["DOTNET_CLI_HOME"] = home.Path;
            }

            // The host of the clone was built for these tests.
            var further = words[1] is "run" ? ["run", "--no-build", .. words[2..]] : words[1..];

            var finished = await Dotnet.RunAsync(Dotnet.Repository, environment, further, token);
            finished.ExitCode.ShouldBe(0, $"{line}\n{finished.Output}\n{finished.Errors}");
            said.Add(finished.Output);
        }

        lines.Count.ShouldBeGreaterThan(5);
        said.ShouldContain(text => text.Contains("pear 0.1.0 conforms", StringComparison.Ordinal));
        said.ShouldContain(text => text.Contains("Verdict Complete", StringComparison.Ordinal));
        said.ShouldContain(text => text.Contains("'pear' 0.1.0 would be used", StringComparison.Ordinal));
        Directory.EnumerateFiles(Path.Combine(beside.Path, "pear"), "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("artifacts", StringComparison.Ordinal) && (file.Contains("sapling", StringComparison.OrdinalIgnoreCase) || File.ReadAllText(file).Contains("sapling", StringComparison.OrdinalIgnoreCase)))
            .ShouldBeEmpty("Something still has the template's name.");
    }

    [Fact]
    public void The_template_asks_for_the_packages_that_the_clone_has()
    {
        var central = File.ReadAllText(Path.Combine(Dotnet.Repository, "Directory.Packages.props"));
        var asked = Directory.EnumerateFiles(Path.Combine(Dotnet.Repository, "templates"), "*.csproj", SearchOption.AllDirectories)
            .SelectMany(file => System.Xml.Linq.XDocument.Load(file).Descendants("PackageReference"))
            .Select(package => $"Include=\"{package.Attribute("Include")!.Value}\" Version=\"{package.Attribute("Version")!.Value}\"").Distinct().ToList();

        asked.ShouldNotBeEmpty();
        asked.Where(package => !central.Contains(package, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static List<string> Commands()
    {
        var page = File.ReadAllLines(Path.Combine(Dotnet.Repository, "docs", "writing-a-plugin.md")).AsEnumerable();

        return [.. page.SkipWhile(line => line != Heading).SkipWhile(line => line != "```sh").Skip(1).TakeWhile(line => line != "```")];
    }
}
