using System.Xml.Linq;

namespace Conventions.Tests;

/// <summary>Imports point one way: plugin → contract ← checks ← host; the sandbox imports nothing of ours.</summary>
public sealed class ImportTests
{
    private static readonly string[] Ours = ["Plugin.Abstractions", "Plugin.Conformance", "Plugin.Slack", "Plugin.Slack.Sandbox", "Host.Sample", "Plugin.Orchard"];

    [Fact]
    public void Contract_needs_nothing_but_the_base_library_and_the_abstractions_of_injection_and_logging()
    {
        string[] allowed = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

        House.Open("Plugin.Abstractions").References.Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && !allowed.Contains(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Plugin.Abstractions", "")]
    [InlineData("Plugin.Slack", "Plugin.Abstractions")]
    [InlineData("Plugin.Slack.Sandbox", "")]
    [InlineData("Plugin.Conformance", "Plugin.Abstractions")]
    [InlineData("Host.Sample", "Plugin.Abstractions Plugin.Conformance")]
    public void A_house_knows_no_other_of_ours_than_its_contract(string house, string allowed) =>
        House.Open(house).References.Intersect(Ours).Except(allowed.Split(' ')).ShouldBeEmpty();

    [Theory]
    [InlineData("Plugin.Abstractions", "")]
    [InlineData("Plugin.Slack", "Plugin.Abstractions")]
    [InlineData("Plugin.Slack.Sandbox", "")]
    [InlineData("Plugin.Conformance", "Plugin.Abstractions")]
    [InlineData("Host.Sample", "Plugin.Abstractions Plugin.Conformance")]
    public void A_project_imports_no_other_of_ours_than_its_contract(string house, string allowed)
    {
        var project = XDocument.Parse(Repository.Read($"{house}/{house}.csproj"));

        // Built first, but not referenced, is no import: that is how plugins are laid out for the host.
        var imported = project.Descendants("ProjectReference")
            .Where(reference => !string.Equals(reference.Attribute("ReferenceOutputAssembly")?.Value, "false", StringComparison.OrdinalIgnoreCase))
            .Select(reference => Path.GetFileNameWithoutExtension((reference.Attribute("Include")?.Value ?? "").Replace('\\', '/')));

        imported.Except(allowed.Split(' ')).ShouldBeEmpty();
    }

    [Fact]
    public void Plugin_has_one_public_type() => House.Open("Plugin.Slack").Assembly.GetExportedTypes().Select(type => type.FullName).ShouldBe(["Plugin.Slack.SlackPlugin"]);

    [Fact]
    public void Contract_and_toy_connector_know_no_product()
    {
        var mentions = Repository.FilesBelow("Plugin.Abstractions").Concat(Repository.FilesBelow("tests/Plugin.Orchard")).Concat(Repository.FilesBelow("tests/Plugin.Orchard.Service"))
            .Where(path => Repository.Read(path).Contains("slack", StringComparison.OrdinalIgnoreCase));

        mentions.ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repository.Read("SlackConnectorPlugin.sln").Replace('\\', '/');

        // A template's projects become somebody else's.
        Repository.TextFiles.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal) && !path.StartsWith("templates/", StringComparison.Ordinal) && !solution.Contains($"\"{path}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }
}
