using System.Security.Cryptography;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests;

/// <summary>A plugins folder and a data folder of a test's own, and a database where the tests' stores are on a server, gone after it.</summary>
public sealed class TestFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("host-tests-");
    private readonly Lazy<string?> _database = new(() => TestDatabases.AreWanted ? TestDatabases.Make() : null);

    public TestFolders()
    {
        Plugins = _root.CreateSubdirectory("plugins").FullName;
        Data = Path.Combine(_root.FullName, "data");
    }

    public string Plugins { get; }

    public string Data { get; }

    private static string Artifacts { get; } = FindArtifacts();

    public static string BadPlugins => Path.Combine(Artifacts, "test-plugins-bad");

    /// <summary>The connection string of the store; null: it lies in the data folder.</summary>
    public string? Database => _database.Value;

    public HostOptions Options => new() { DataFolder = Data, PluginsFolder = Plugins, Database = Database, Address = new("http://127.0.0.1:0") };

    /// <summary>Installs Orchard as it was built, perhaps under another version.</summary>
    public string InstallOrchard(string version = "1.0.0")
    {
        var target = Path.Combine(Plugins, "orchard", version);
        Copy(Path.Combine(Artifacts, "test-plugins", "orchard", "1.0.0"), target);
        var manifest = Path.Combine(target, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\""));

        return target;
    }

    /// <summary>Installs one of the plugins that are bad on purpose.</summary>
    public void InstallBad(string id) => Copy(Path.Combine(BadPlugins, id, "1.0.0"), Path.Combine(Plugins, id, "1.0.0"));

    /// <summary>Installs a version of the chameleon.</summary>
    /// <param name="version">The version.</param>
    /// <param name="looks">What it is like, as JSON; null: good.</param>
    /// <param name="manifest">What its plugin.json says besides, as JSON without braces.</param>
    public string InstallChameleon(string version = "1.0.0", string? looks = null, string? manifest = null)
    {
        var staged = Path.Combine(Plugins, $".{version}");
        Copy(Path.Combine(BadPlugins, "chameleon", "1.0.0"), staged);
        var file = Path.Combine(staged, "plugin.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace("\"version\": \"1.0.0\"", $"\"version\": \"{version}\"{(manifest is null ? "" : $", {manifest}")}"));

        if (looks is not null)
        {
            File.WriteAllText(Path.Combine(staged, "chameleon.json"), looks);
        }

        // As it is to be done: with the list of its files, whole, by one rename. Then nobody need wait whether more comes.
        WriteHashes(staged);
        Directory.CreateDirectory(Path.Combine(Plugins, "chameleon"));
        var target = Path.Combine(Plugins, "chameleon", version);
        Directory.Move(staged, target);

        return target;
    }

    /// <summary>Writes the list of all files with their hashes, as a package has it.</summary>
    public static void WriteHashes(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetRelativePath(folder, file).Replace('\\', '/'), Hash: Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))))
            .OrderBy(file => file.Name, StringComparer.Ordinal);
        File.WriteAllText(Path.Combine(folder, "plugin.sha256"), string.Concat(files.Select(file => $"{file.Hash}  {file.Name}\n")));
    }

    public static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);

        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    public void Dispose()
    {
        if (_database is { IsValueCreated: true, Value: { } database })
        {
            TestDatabases.Drop(database);
        }

        // A mapped assembly cannot be deleted on Windows; the folder of temporary files is cleared by others then.
        try
        {
            _root.Delete(recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return;
        }
    }

    private static string FindArtifacts()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);

        while (folder is not null && folder.Name != "artifacts")
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie below the artifacts folder.");
    }
}
