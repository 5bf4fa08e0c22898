using System.Text.RegularExpressions;

namespace Conventions.Tests;

/// <summary>What the documents promise is there.</summary>
public sealed partial class DocumentationTests
{
    [Theory]
    [InlineData("dotnet run --project Host.Sample -- demo")]
    [InlineData("dotnet test")]
    public void Readme_has_the_two_commands_on_lines_of_their_own(string command) => Repository.ReadLines("README.md").ShouldContain(command);

    [Fact]
    public void Changelog_is_open_for_the_next_change() => Repository.ReadLines("CHANGELOG.md").ShouldContain("## [Unreleased]");

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var dead = Repository.TextFiles.Where(path => path.EndsWith(".md", StringComparison.Ordinal)).SelectMany(path => Link().Matches(Repository.Read(path))
            .Select(match => match.Groups["target"].Value)
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(Path.GetDirectoryName(Repository.FullPath(path))!, Uri.UnescapeDataString(target))))
            .Select(target => $"{path}: {target}"));

        dead.ShouldBeEmpty();
    }

    [Fact]
    public void Architecture_names_every_house()
    {
        var text = Repository.Read("docs/architecture.md");

        foreach (var house in new[] { "Plugin.Abstractions", "Plugin.Slack", "Plugin.Slack.Sandbox", "Host.Sample" })
        {
            text.ShouldContain($"`{house}`");
            Repository.Exists(house).ShouldBeTrue();
        }
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]*)(#[^)\s]*)?\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
