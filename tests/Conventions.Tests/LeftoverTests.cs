using System.Text.RegularExpressions;

namespace Conventions.Tests;

/// <summary>What must not stay behind in a file.</summary>
public sealed partial class LeftoverTests
{
    // Written in pieces, so that this file does not find itself.
    private static readonly string[] Registries =
    [
        "api.nu" + "get.org", "www.nu" + "get.org", "registry.np" + "mjs.org", "registry.ya" + "rnpkg.com", "py" + "pi.org", "files.python" + "hosted.org", "pkgs.dev." + "azure.com",
        "art" + "ifactory", "deb.deb" + "ian.org", "proxy.gol" + "ang.org",
    ];

    [Fact]
    public void A_note_to_do_carries_its_issue() =>
        Lines().Where(line => line.Path is not ".editorconfig" && Note().IsMatch(line.Text) && !Issue().IsMatch(line.Text)).Select(line => line.Place).ShouldBeEmpty("Write the issue's number on the line, such as (#7).");

    [Fact]
    public void Code_and_documentation_are_english() =>
        Lines()
            .Where(line => !line.Path.StartsWith("tests/", StringComparison.Ordinal) && !line.Path.StartsWith("Plugin.Slack.Sandbox/", StringComparison.Ordinal))
            .Where(line => line.Text.Any(letter => char.IsLetter(letter) && !char.IsAscii(letter) && letter is not ('µ' or 'é' or 'ï')))
            .Select(line => line.Place)
            .ShouldBeEmpty("Names of people with other letters belong into tests and the sandbox.");

    [Fact]
    public void No_path_of_a_build_machine_is_named() => Lines().Where(line => MachinePath().IsMatch(line.Text)).Select(line => line.Place).ShouldBeEmpty();

    [Fact]
    public void No_package_registry_is_named() =>
        Lines().Where(line => Registries.Any(host => line.Text.Contains(host, StringComparison.OrdinalIgnoreCase))).Select(line => line.Place).ShouldBeEmpty();

    [Fact]
    public void No_package_source_is_configured() =>
        Repository.TextFiles.Where(path => Path.GetFileName(path) is var name && (name.Equals("nuget.config", StringComparison.OrdinalIgnoreCase) || name is ".npmrc")).ShouldBeEmpty();

    [Fact]
    public void Lines_end_without_carriage_return() => Repository.TextFiles
        .Where(path => !path.EndsWith(".sln", StringComparison.Ordinal) && Repository.Read(path).Contains('\r', StringComparison.Ordinal)).ShouldBeEmpty();

    [Fact]
    public void No_folder_is_a_drawer_for_anything()
    {
        string[] drawers = ["Helpers", "Utils", "Common", "Managers", "Impl", "Misc"];

        Repository.TextFiles.Where(path => path.Split('/').SkipLast(1).Intersect(drawers).Any()).ShouldBeEmpty();
    }

    private static IEnumerable<(string Path, string Text, string Place)> Lines() => Repository.TextFiles.SelectMany(
        path => Repository.ReadLines(path).Select((text, index) => (path, text, $"{path}:{index + 1}: {text.Trim()}")));

    [GeneratedRegex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK)\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Note();

    [GeneratedRegex(@"#[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Issue();

    [GeneratedRegex(@"(^|[^A-Za-z0-9_.~})/-])/(root|work|tmp|home/[a-z]+|Users/[A-Za-z]+)/|[A-Z]:\\Users\\", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MachinePath();
}
