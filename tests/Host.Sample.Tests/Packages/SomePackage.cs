using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Tests.Packages;

/// <summary>Packages for tests: a small one that looks like a plugin, and zips that no plugin's build would make.</summary>
internal static class SomePackage
{
    public static string Manifest(string id = "pear", string version = "1.0.0", string contract = "1.0") =>
        $$"""
        {"schemaVersion":1,"id":"{{id}}","name":"Pear","version":"{{version}}","contractVersion":"{{contract}}","entryAssembly":"Pear.dll","entryType":"Pear.Entry","feature":"Pear Connector"}
        """;

    /// <summary>The files of a good package.</summary>
    public static Dictionary<string, string> Files(string id = "pear", string version = "1.0.0") => new()
    {
        ["plugin.json"] = Manifest(id, version),
        ["Pear.dll"] = "no code, but nobody runs it here",
        ["sandbox/Pear.Sandbox.dll"] = "no code either",
    };

    /// <summary>A list of hashes of these files.</summary>
    public static string List(IReadOnlyDictionary<string, string> files) => string.Concat(
        files.OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(file.Value)))}  {file.Key}\n"));

    /// <summary>These files with their list.</summary>
    public static Dictionary<string, string> Listed(IReadOnlyDictionary<string, string> files) => new(files) { ["plugin.sha256"] = List(files) };

    public static string Folder(string folder, IReadOnlyDictionary<string, string> files)
    {
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        return folder;
    }

    public static string Zip(string file, IEnumerable<KeyValuePair<string, string>> entries, int attributes = 0)
    {
        using var archive = ZipFile.Open(file, ZipArchiveMode.Create);

        foreach (var (path, text) in entries)
        {
            var entry = archive.CreateEntry(path);

            if (attributes != 0)
            {
                entry.ExternalAttributes = attributes;
            }

            using var stream = entry.Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }

        return file;
    }
}
