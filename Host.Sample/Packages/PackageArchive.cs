using System.IO.Compression;
using System.IO.Hashing;

namespace Host.Sample.Packages;

/// <summary>A package as a zip: the files of <c>&lt;id&gt;/&lt;version&gt;/</c>, or those of one such folder without it. Trusts nothing of it.</summary>
internal static class PackageArchive
{
    private const long MostPackedBytes = 128L * 1024 * 1024;
    private const long MostBytes = 256L * 1024 * 1024;
    private const int UnixKind = 0xF000;
    private const int UnixFile = 0x8000;
    private const int UnixFolder = 0x4000;
    private const string Manifest = "plugin.json";

    /// <summary>Writes the package's files into a folder that is not there yet, without the leading folders of the zip.</summary>
    /// <returns>Those leading folders, with a slash behind; empty when there are none.</returns>
    /// <exception cref="PackageException">It is no zip, or one that no plugin's maker has made.</exception>
    public static async Task<string> ExtractAsync(string zip, string target, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(zip, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 65_536, useAsync: true);
            await RequireModestAsync(file, cancellationToken);
            await using var archive = await ZipArchive.CreateAsync(file, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
            var root = Root(archive);
            await ExtractAsync(archive, root, target, cancellationToken);

            return root;
        }
        catch (InvalidDataException exception)
        {
            throw new PackageException($"It is no zip that can be read: {Plugins.PluginWords.OneLine(exception.Message)}", "Download the package again.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException && !File.Exists(zip))
        {
            throw new HostException(HostProblem.NotFound, $"There is no file '{zip}'.", "Check the path.", exception);
        }
    }

    private static async Task ExtractAsync(ZipArchive archive, string root, string target, CancellationToken cancellationToken)
    {
        var paths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = MostBytes;
        Directory.CreateDirectory(target);

        foreach (var entry in archive.Entries)
        {
            if (entry.FullName.EndsWith('/'))
            {
                // A folder of its own says nothing; those of files are made with them. Its name must be as good as theirs.
                Require(entry, PackagePath.IsGood(entry.FullName.TrimEnd('/')), "a path that no package may hold");

                continue;
            }

            var kind = (entry.ExternalAttributes >> 16) & UnixKind;
            Require(entry, kind is 0 or UnixFile, kind is UnixFolder ? "a folder that is also a file" : "a link or a device, where only files may be");
            Require(entry, !entry.IsEncrypted, "an encrypted file");
            Require(entry, entry.FullName.StartsWith(root, StringComparison.Ordinal) && PackagePath.IsGood(entry.FullName[root.Length..]), "a path that no package may hold");
            var path = entry.FullName[root.Length..];
            Require(entry, paths.Add(path), "a file twice");

            var place = PackagePath.Below(target, path);
            Require(entry, !Directory.Exists(place), "a folder that is also a file");
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            left = await WriteAsync(entry, place, left, cancellationToken);
        }
    }

    /// <summary>The folder in the zip that holds the manifest: none, or two levels.</summary>
    private static string Root(ZipArchive archive)
    {
        var manifests = archive.Entries.Select(entry => entry.FullName).Where(name => name is Manifest || name.EndsWith("/" + Manifest, StringComparison.Ordinal)).ToList();

        return manifests.Contains(Manifest, StringComparer.Ordinal) ? ""
            : manifests.Where(name => name.Count(letter => letter is '/') is 2).ToList() is [var one] ? one[..^Manifest.Length]
            : throw new PackageException($"There is no {Manifest} in it, neither at its top nor in one folder <id>/<version>.", "Take the zip that the plugin's build has made.");
    }

    private static async Task<long> WriteAsync(ZipArchiveEntry entry, string place, long left, CancellationToken cancellationToken)
    {
        await using var from = await entry.OpenAsync(cancellationToken);
#pragma warning disable CA5389 // The path is one of a package: judged by PackagePath, it stays below the target.
        await using var to = new FileStream(place, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
#pragma warning restore CA5389
        var buffer = new byte[65_536];
        var sum = new Crc32();

        // What the zip says of its sizes is not believed.
        while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            left -= count;

            if (left < 0)
            {
                throw new PackageException($"Unpacked it has more than {MostBytes / 1024 / 1024} MB.", "This is no package of a plugin.");
            }

            sum.Append(buffer.AsSpan(0, count));
            await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return sum.GetCurrentHashAsUInt32() == entry.Crc32 ? left : throw new InvalidDataException($"'{entry.FullName}' has come over damaged.");
    }

    /// <summary>Counts the entries before anything keeps a list of them.</summary>
    private static async Task RequireModestAsync(FileStream file, CancellationToken cancellationToken)
    {
        if (file.Length > MostPackedBytes)
        {
            throw new PackageException($"The file has more than {MostPackedBytes / 1024 / 1024} MB.", "This is no package of a plugin.");
        }

        var buffer = new byte[1024 * 1024];
        var kept = 0;
        var entries = 0;

        while (await file.ReadAsync(buffer.AsMemory(kept), cancellationToken) is > 0 and var count)
        {
            entries += Entries(buffer.AsSpan(0, kept + count), out kept);

            if (entries > HashList.MostFiles)
            {
                throw new PackageException($"It has more than {HashList.MostFiles} entries.", "This is no package of a plugin.");
            }
        }

        file.Position = 0;
    }

    /// <summary>How many records of the zip's directory begin in a piece of it; its last bytes, which may begin another, are moved to its front.</summary>
    private static int Entries(Span<byte> piece, out int kept)
    {
        var record = "PK\u0001\u0002"u8;
        var count = piece.Count(record);
        kept = Math.Min(piece.Length, record.Length - 1);
        piece[^kept..].CopyTo(piece);

        return count;
    }

    private static void Require(ZipArchiveEntry entry, bool isGood, string what)
    {
        if (!isGood)
        {
            throw new PackageException($"It holds {what}: '{Plugins.PluginWords.OneLine(entry.FullName)}'.", "This is no package of a plugin; take the zip that the plugin's build has made.");
        }
    }
}
