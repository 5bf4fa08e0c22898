using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Packs a plugin's folder into a zip, with the list of its hashes. The same files give the same bytes, whenever and wherever it is done.</summary>
public sealed class PackPlugin : Task
{
    private const string ListName = "plugin.sha256";

    // The smallest time of a zip.
    private static readonly DateTimeOffset NoTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The folder with the plugin's files.</summary>
    [Required]
    public string Folder { get; set; }

    /// <summary>Their folder in the zip.</summary>
    [Required]
    public string Root { get; set; }

    /// <summary>The zip to write.</summary>
    [Required]
    public string Package { get; set; }

    public override bool Execute()
    {
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);

        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            files.Add(file.Substring(Folder.TrimEnd('/', '\\').Length + 1).Replace('\\', '/'), File.ReadAllBytes(file));
        }

        files.Remove(ListName);
        files.Remove(ListName + ".p7s");
        files[ListName] = Encoding.UTF8.GetBytes(string.Concat(files.Select(file => Hash(file.Value) + "  " + file.Key + "\n")));
        Directory.CreateDirectory(Path.GetDirectoryName(Package));
        var making = Package + ".part";

        using (var archive = new ZipArchive(File.Create(making), ZipArchiveMode.Create))
        {
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(Root + "/" + file.Key, CompressionLevel.Optimal);
                entry.LastWriteTime = NoTime;

                using (var stream = entry.Open())
                {
                    stream.Write(file.Value, 0, file.Value.Length);
                }
            }
        }

        File.Delete(Package);
        File.Move(making, Package);

        return true;
    }

    private static string Hash(byte[] bytes)
    {
        using (var sha = SHA256.Create())
        {
            return string.Concat(sha.ComputeHash(bytes).Select(value => value.ToString("x2")));
        }
    }
}
