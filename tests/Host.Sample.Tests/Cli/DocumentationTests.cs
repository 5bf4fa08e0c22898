using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Host.Sample.Api;
using Host.Sample.Cli;

namespace Host.Sample.Tests.Cli;

/// <summary>The documents tell the command line as it is: what is missing there, or no longer here, fails.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string[] NotOurs = ["--help", "--version"];

    public static TheoryData<string> Verbs => [.. Leaves(CommandLine.Create(), "").Select(leaf => leaf.Path)];

    private static string Manual => Read("docs", "cli.md");

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Manual_and_readme_name_every_verb(string verb)
    {
        Quoted(Manual).ShouldContain(text => text == verb || text.StartsWith(verb + " ", StringComparison.Ordinal), $"docs/cli.md does not name '{verb}'.");
        Quoted(Read("README.md")).Concat(Read("README.md").Split('\n').Where(line => line.StartsWith("dotnet run", StringComparison.Ordinal)))
            .ShouldContain(text => Regex.IsMatch(text, $@"(^|\s){Regex.Escape(verb)}(\s|$)", RegexOptions.None, TimeSpan.FromSeconds(5)), $"README.md does not name '{verb}'.");
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Manual_names_every_option_beside_its_verb(string verb)
    {
        var command = Leaves(CommandLine.Create(), "").Single(leaf => leaf.Path == verb).Command;
        var line = Manual.Split('\n').Where(row => row.StartsWith('|') && Quoted(row.Split('|')[1]).Any(text => text == verb || text.StartsWith(verb + " ", StringComparison.Ordinal))).ToList();

        line.Count.ShouldBe(1, $"'{verb}' has no row of its own in docs/cli.md.");
        command.Options.Select(option => option.Name).Except(NotOurs).Where(option => !line[0].Contains(option, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Manual_names_every_option_that_all_verbs_take() =>
        CommandLine.Create().Options.Where(option => option.Recursive).Select(option => option.Name).Except(NotOurs).Where(option => !Manual.Contains($"`{option}", StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void Manual_names_no_verb_and_no_option_that_is_not_there()
    {
        var verbs = Leaves(CommandLine.Create(), "").ToList();
        var rows = Manual.Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal) && !row.StartsWith("| `--", StringComparison.Ordinal)).ToList();
        var options = Leaves(CommandLine.Create(), "").SelectMany(leaf => leaf.Command.Options).Concat(CommandLine.Create().Options).Select(option => option.Name).ToHashSet();

        rows.SelectMany(row => Quoted(row.Split('|')[1])).Where(text => !verbs.Exists(verb => text == verb.Path || text.StartsWith(verb.Path + " ", StringComparison.Ordinal))).ShouldBeEmpty();
        Option().Matches(Manual).Select(match => match.Value).Distinct().Except(["--project", .. NotOurs]).Where(option => !options.Contains(option)).ShouldBeEmpty();
    }

    [Fact]
    public void Manual_lists_the_exit_codes_and_the_statuses_of_rest()
    {
        var told = Manual.Split('\n').Select(row => ExitCode().Match(row)).Where(match => match.Success)
            .ToDictionary(match => int.Parse(match.Groups["code"].Value, CultureInfo.InvariantCulture), match => match.Groups["status"].Value);

        told.Keys.ShouldBe(Enum.GetValues<HostProblem>().Select(problem => (int)problem), ignoreOrder: true);

        foreach (var (code, status) in told.Where(row => row.Value.Length > 0))
        {
            Problem.Of(new((HostProblem)code, "", "")).Status.ToString(CultureInfo.InvariantCulture).ShouldBe(status, $"exit code {code}");
        }
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) => command.Subcommands.SelectMany(
        child => child.Subcommands.Count > 0 ? Leaves(child, $"{path}{child.Name} ") : [(path + child.Name, child)]);

    private static List<string> Quoted(string text) => [.. Code().Matches(text).Select(match => match.Groups["code"].Value)];

    private static string Read(params string[] path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "SlackConnectorPlugin.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        }

        return File.ReadAllText(Path.Combine([folder.FullName, .. path]));
    }

    [GeneratedRegex("`(?<code>[^`\n]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Code();

    [GeneratedRegex("--[a-z]+(-[a-z]+)*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Option();

    [GeneratedRegex(@"^\| (?<code>[0-9]+) \| (?<status>[0-9]*) ?\|", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ExitCode();
}
