using System.Globalization;
using System.Text.RegularExpressions;

namespace Conventions.Tests;

/// <summary>Decision records keep their form, so that the next one is easy to write.</summary>
public sealed partial class DecisionRecordTests
{
    private const string Folder = "docs/decisions";

    private static readonly string[] Headings = ["Context and problem", "Considered options", "Decision outcome", "Consequences", "Confirmation"];

    public static TheoryData<string> Records => [.. Repository.FilesBelow(Folder).Where(path => Path.GetFileName(path) is not "README.md")];

    [Theory]
    [MemberData(nameof(Records))]
    public void A_record_has_front_matter_title_and_headings(string path)
    {
        var lines = Repository.ReadLines(path);

        FileName().IsMatch(Path.GetFileName(path)).ShouldBeTrue($"{path} is not named 0000-short-title.md.");
        lines[0].ShouldBe("---");
        lines[1].ShouldBeOneOf("status: proposed", "status: accepted", "status: rejected", lines[1].StartsWith("status: superseded by ", StringComparison.Ordinal) ? lines[1] : "status: accepted");
        DateOnly.TryParseExact(lines[2].Replace("date: ", "", StringComparison.Ordinal), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _).ShouldBeTrue($"{path}: the third line is no date.");
        lines[3].ShouldBe("---");
        lines.Count(line => line.StartsWith("# ", StringComparison.Ordinal)).ShouldBe(1, path);
        lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..]).ShouldBe(Headings, path);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void What_a_confirmation_points_to_exists(string path)
    {
        var confirmation = Repository.Read(path).Split("## Confirmation")[1];
        string[] named = [.. Quoted().Matches(confirmation).Select(match => match.Groups["path"].Value)];

        named.ShouldNotBeEmpty($"{path}: the confirmation names no file or folder.");
        named.Where(file => !Repository.Exists(file)).ShouldBeEmpty(path);
    }

    [Fact]
    public void Numbers_run_on_without_gap() =>
        Records.Select(row => Path.GetFileName((string)row.Data)[..4]).Order(StringComparer.Ordinal).ShouldBe(Enumerable.Range(1, Records.Count).Select(number => number.ToString("0000", CultureInfo.InvariantCulture)));

    [GeneratedRegex(@"\A[0-9]{4}(-[a-z0-9]+)+\.md\z", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileName();

    [GeneratedRegex(@"`(?<path>[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Quoted();
}
