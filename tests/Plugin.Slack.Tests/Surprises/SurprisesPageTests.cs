using System.Text.RegularExpressions;
using Plugin.Slack.Tests.Support;

namespace Plugin.Slack.Tests.Surprises;

public sealed partial class SurprisesPageTests
{
    private static readonly HashSet<string> Tests =
    [
        .. typeof(SurprisesPageTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Where(method => method.IsDefined(typeof(FactAttribute), inherit: true)).Select(method => $"{type.Name}.{method.Name}")),
    ];

    [Fact]
    public async Task Every_surprise_has_a_source_and_names_tests_that_exist()
    {
        var lines = await File.ReadAllLinesAsync(RepositoryFile.PathOf("docs/surprises.md"), TestContext.Current.CancellationToken);
        var rows = lines.Where(line => line.StartsWith('|') && !line.StartsWith("|---", StringComparison.Ordinal) && !line.StartsWith("| What Slack does", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|')).ToList();

        rows.Count.ShouldBeGreaterThan(40);
        rows.ShouldAllBe(row => row.Length == 4 && row.All(cell => cell.Trim().Length > 0));
        rows.ShouldAllBe(row => TestName().IsMatch(row[3]));
        rows.SelectMany(row => TestName().Matches(row[3]).Select(match => match.Groups["name"].Value)).Distinct().Where(name => !Tests.Contains(name)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"`(?<name>[A-Za-z]+\.[A-Za-z0-9_]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex TestName();
}
