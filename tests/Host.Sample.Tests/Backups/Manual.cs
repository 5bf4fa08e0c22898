namespace Host.Sample.Tests.Backups;

/// <summary>The manual of operations, whose commands are typed as they stand there.</summary>
internal static class Manual
{
    /// <summary>What stands in the blocks of a section, or of a part of it, line by line.</summary>
    public static List<string> Commands(string section, string? part = null)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, "docs", "operations.md")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below the solution.");
        }

        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "operations.md"));
        var found = text.Split("\n## ").Single(piece => piece.StartsWith(section, StringComparison.Ordinal));
        found = part is null ? found : found.Split("\n### ").Single(piece => piece.StartsWith(part, StringComparison.Ordinal));

        return [.. found.Split("```").Where((_, index) => index % 2 == 1).SelectMany(block => block.Split('\n').Skip(1)).Select(line => line.Trim()).Where(line => line.Length > 0)];
    }
}
