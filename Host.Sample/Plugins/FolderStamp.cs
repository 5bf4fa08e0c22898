using System.Globalization;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Plugins;

/// <summary>Tells whether a folder's files are still the same: names, lengths and times, not contents.</summary>
public static class FolderStamp
{
    public static string Of(string folder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var lines = Files(folder).Select(file => string.Create(
            CultureInfo.InvariantCulture, $"{Path.GetRelativePath(folder, file.FullName)}|{(file.Exists ? file.Length : -1)}|{file.LastWriteTimeUtc.Ticks}\n"));

        foreach (var line in lines.Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(line));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Files and links below a folder; no link is followed, so a loop cannot trap the reader.</summary>
    public static IEnumerable<FileSystemInfo> Entries(string folder) =>
        new FileSystemEnumerable<FileSystemInfo>(
            folder, (ref entry) => entry.ToFileSystemInfo(), new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
        {
            ShouldRecursePredicate = (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == FileAttributes.None,
        };

    private static IEnumerable<FileInfo> Files(string folder) => Directory.Exists(folder) ? Entries(folder).OfType<FileInfo>() : [];
}
