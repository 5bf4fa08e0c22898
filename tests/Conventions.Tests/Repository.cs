namespace Conventions.Tests;

/// <summary>The repository's files as they lie on disk, without what is built or downloaded.</summary>
internal static class Repository
{
    private const string Solution = "SlackConnectorPlugin.sln";

    private static readonly HashSet<string> BinaryEndings = new(StringComparer.OrdinalIgnoreCase) { ".png", ".ico", ".jpg", ".gif", ".woff", ".woff2", ".db", ".zip", ".dll" };

    /// <summary>The folder of the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every text file, by its path from the root with slashes.</summary>
    public static IReadOnlyList<string> TextFiles { get; } = [.. Walk(new(Root)).Where(path => !BinaryEndings.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> FilesBelow(string folder) => TextFiles.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    public static string Read(string path) => File.ReadAllText(FullPath(path));

    public static string[] ReadLines(string path) => File.ReadAllLines(FullPath(path));

    public static bool Exists(string path) => Path.Exists(FullPath(path));

    public static string FullPath(string path) => Path.Combine(Root, path.Replace('/', Path.DirectorySeparatorChar));

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (!File.Exists(Path.Combine(folder.FullName, Solution)))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"There is no {Solution} above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles())
        {
            // A worktree has a file of this name where a clone has a folder.
            if (file.Name is not ".git")
            {
                yield return Path.GetRelativePath(Root, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            }
        }

        foreach (var path in folder.EnumerateDirectories().Where(below => !IsLeftOut(below)).SelectMany(Walk))
        {
            yield return path;
        }
    }

    /// <summary>The folders of <c>.gitignore</c>, and git's own.</summary>
    private static bool IsLeftOut(DirectoryInfo folder) =>
        folder.Name is ".git" or "artifacts" or "node_modules" or ".vs" or ".idea" or "BenchmarkDotNet.Artifacts" or "bin" or "obj"
        || (folder.Parent?.FullName == Root && folder.Name is "data" or "screenshots");
}
