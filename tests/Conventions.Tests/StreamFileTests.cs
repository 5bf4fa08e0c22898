using System.Globalization;
using System.Text.RegularExpressions;

namespace Conventions.Tests;

/// <summary>Who knows a method's name knows the file, the page and the table of its stream.</summary>
public sealed partial class StreamFileTests
{
    private const string Folder = "Plugin.Slack/Collection/Streams";
    private const string Pages = "docs/streams";

    private static readonly string[] Headings =
        ["What it is", "Slack method, scopes, tier", "Record and key", "How far back, how fresh", "What is left out, and why"];

    private static readonly string[] Promised =
    [
        "team_info", "team_profile", "users", "users_profile", "team_billable_info", "team_access_logs", "team_integration_logs", "apps",
        "conversations", "conversations_members", "direct_conversations", "usergroups", "usergroups_users", "files", "conversations_history", "calls",
    ];

    /// <summary>Streams that share a method with another one, or make no call of their own: no method gives them a name.</summary>
    private static readonly string[] NamedByThemselves = ["AppsStream.cs", "DirectConversationsStream.cs"];

    private static string[] StreamFiles => [.. Repository.FilesBelow(Folder).Where(path => path.EndsWith("Stream.cs", StringComparison.Ordinal))];

    [Fact]
    public void Every_promised_stream_has_its_file() => Promised.Except(StreamFiles.Select(IdOf)).ShouldBeEmpty($"Streams without a file in {Folder}.");

    [Fact]
    public void A_stream_file_is_named_mechanically_by_a_method_of_its_header()
    {
        foreach (var path in Some(StreamFiles))
        {
            var header = Header(path);

            MethodInHeader().IsMatch(header).ShouldBeTrue($"{path}: the summary has no 'Method <c>…</c>'.");
            AnyMethod().Matches(header).SelectMany(match => FileNamesOf(match.Groups["method"].Value)).Concat(NamedByThemselves)
                .ShouldContain(Path.GetFileName(path), $"{path}: no method of the header gives this name.");
        }
    }

    [Fact]
    public void A_stream_file_holds_the_id_that_its_name_gives()
    {
        foreach (var path in Some(StreamFiles))
        {
            Repository.Read(path).ShouldContain($"\"{IdOf(path)}\"", Case.Sensitive, $"{path}: the stream's id is not that of its file.");
        }
    }

    [Fact]
    public void Every_stream_has_a_page_with_the_five_headings()
    {
        foreach (var path in Some(StreamFiles))
        {
            var page = $"{Pages}/{IdOf(path)}.md";

            Repository.Exists(page).ShouldBeTrue($"{path} has no page {page}.");
            Repository.ReadLines(page).Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].Trim()).ShouldBe(Headings, page);
        }
    }

    [Fact]
    public void Every_page_has_its_stream()
    {
        string[] ids = [.. StreamFiles.Select(IdOf)];

        Repository.FilesBelow(Pages).Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name is not "README" && !ids.Contains(name)).ShouldBeEmpty();
    }

    /// <summary>Without a single stream these tests would prove nothing.</summary>
    private static string[] Some(string[] files)
    {
        files.ShouldNotBeEmpty($"There is no stream in {Folder}.");

        return files;
    }

    private static string Header(string path) => string.Concat(Repository.ReadLines(path).Where(line => line.TrimStart().StartsWith("///", StringComparison.Ordinal)));

    /// <summary><c>team.accessLogs</c> → <c>TeamAccessLogsStream.cs</c>; a closing <c>list</c> falls away, a closing <c>get</c> or <c>info</c> may.</summary>
    private static IEnumerable<string> FileNamesOf(string method)
    {
        var parts = method.Split('.');

        return parts[^1] switch
        {
            "list" => [FileNameOf(parts[..^1])],
            "get" or "info" => [FileNameOf(parts), FileNameOf(parts[..^1])],
            _ => [FileNameOf(parts)],
        };
    }

    private static string FileNameOf(string[] parts) => string.Concat(parts.Select(part => part[..1].ToUpperInvariant() + part[1..])) + "Stream.cs";

    /// <summary><c>TeamAccessLogsStream.cs</c> → <c>team_access_logs</c>.</summary>
    private static string IdOf(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path)[..^"Stream".Length];

        return string.Concat(name.Select((letter, index) => (char.IsUpper(letter) && index > 0 ? "_" : "") + char.ToLower(letter, CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"Method <c>[a-z]+(\.[A-Za-z]+)+</c>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MethodInHeader();

    [GeneratedRegex(@"<c>(?<method>[a-z]+(\.[A-Za-z]+)+)</c>", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex AnyMethod();
}
