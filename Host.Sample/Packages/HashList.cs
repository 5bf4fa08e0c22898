using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Packages;

/// <summary>The files of a package with their SHA-256, as <c>plugin.sha256</c> holds them: what <c>sha256sum -c</c> reads, ordered by path.</summary>
public sealed class HashList
{
    /// <summary>The list's own file; not in it.</summary>
    public const string FileName = "plugin.sha256";

    /// <summary>The detached signature over the list's bytes (CMS, DER); not in the list.</summary>
    public const string SignatureName = FileName + ".p7s";

    /// <summary>The most files of a package.</summary>
    public const int MostFiles = 10_000;

    private const int MostBytes = 4 * 1024 * 1024;
    private const int HashCharacters = 64;
    private const string Gap = "  ";

    private static readonly System.Buffers.SearchValues<char> HexDigits = System.Buffers.SearchValues.Create("0123456789abcdef");

    private readonly SortedDictionary<string, string> _hashes;

    private HashList(SortedDictionary<string, string> hashes) => _hashes = hashes;

    /// <summary>Hash by path.</summary>
    public IReadOnlyDictionary<string, string> Hashes => _hashes;

    /// <summary>One hash for the whole content, files and names: two folders with the same are the same plugin.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(ToBytes()));

    /// <summary>Reads what lies in a folder, its list and signature left out. Follows no link.</summary>
    /// <exception cref="PackageException">There is a link, or there are too many files.</exception>
    public static HashList Of(string folder)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);

        foreach (var entry in Plugins.FolderStamp.Entries(folder))
        {
            var path = PackagePath.Of(folder, entry.FullName);

            if (entry.LinkTarget is not null || entry.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                throw new PackageException($"'{path}' is a link; a package holds files only.", "Put the file itself there.");
            }

            if (entry is not FileInfo file || path is FileName or SignatureName)
            {
                continue;
            }

            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0);
            hashes.Add(path, Convert.ToHexStringLower(SHA256.HashData(stream)));

            if (hashes.Count > MostFiles)
            {
                throw new PackageException($"There are more than {MostFiles} files.", "This is no package of a plugin; copy the plugin's own release.");
            }
        }

        return new(hashes);
    }

    /// <summary>The bytes of a folder's list; null when it has none.</summary>
    /// <exception cref="PackageException">It is too large.</exception>
    public static byte[]? ReadBytes(string folder) => Read(Path.Combine(folder, FileName), MostBytes);

    /// <summary>The bytes of the signature; null when there is none.</summary>
    /// <exception cref="PackageException">It is too large.</exception>
    public static byte[]? ReadSignature(string folder) => Read(Path.Combine(folder, SignatureName), MostBytes);

    /// <summary>Reads a list. Trusts nothing.</summary>
    /// <exception cref="PackageException">It is no such list, or names what no package may hold.</exception>
    public static HashList Parse(ReadOnlySpan<byte> bytes)
    {
        var hashes = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var folded = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var number = 0;

        foreach (var line in Encoding.Latin1.GetString(bytes).Split('\n'))
        {
            number++;

            if (line.Length == 0)
            {
                continue;
            }

            if (line.Length <= HashCharacters + Gap.Length || line.AsSpan(0, HashCharacters).ContainsAnyExcept(HexDigits) || line.AsSpan(HashCharacters, Gap.Length) is not Gap)
            {
                throw new PackageException($"Line {number} of {FileName} is not '<sha-256>  <path>'.", "Take the package from the plugin's own release.");
            }

            var path = line[(HashCharacters + Gap.Length)..];

            if (!PackagePath.IsGood(path) || path is FileName or SignatureName)
            {
                throw new PackageException($"Line {number} of {FileName} names a path that no package may hold.", "Take the package from the plugin's own release.");
            }

            if (!folded.Add(path) || hashes.Count >= MostFiles)
            {
                throw new PackageException($"Line {number} of {FileName} names a file twice, or one too many.", "Take the package from the plugin's own release.");
            }

            hashes.Add(path, line[..HashCharacters]);
        }

        return new(hashes);
    }

    public byte[] ToBytes()
    {
        var text = new StringBuilder();

        foreach (var (path, hash) in _hashes)
        {
            text.Append(hash).Append(Gap).Append(path).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>How what is there differs from this list, a sentence each kind; empty when it does not.</summary>
    public IEnumerable<string> Differences(HashList actual)
    {
        if (Named(_hashes.Keys.Where(path => !actual._hashes.ContainsKey(path))) is { } missing)
        {
            yield return $"Missing: {missing}.";
        }

        if (Named(actual._hashes.Keys.Where(path => !_hashes.ContainsKey(path))) is { } extra)
        {
            yield return $"Not in the list: {extra}.";
        }

        if (Named(_hashes.Where(entry => actual._hashes.TryGetValue(entry.Key, out var hash) && hash != entry.Value).Select(entry => entry.Key)) is { } changed)
        {
            yield return $"Changed: {changed}.";
        }
    }

    private static string? Named(IEnumerable<string> paths)
    {
        const int Most = 3;
        var all = paths.ToList();

        return all.Count == 0 ? null : string.Join(", ", all.Take(Most).Select(path => $"'{Plugins.PluginWords.OneLine(path)}'")) + (all.Count > Most ? $" and {all.Count - Most} more" : "");
    }

    private static byte[]? Read(string path, int most)
    {
        var file = new FileInfo(path);

        if (file.LinkTarget is not null)
        {
            throw new PackageException($"'{file.Name}' is a link; a package holds files only.", "Put the file itself there.");
        }

        if (!file.Exists)
        {
            return null;
        }

        return file.Length <= most ? File.ReadAllBytes(path) : throw new PackageException($"'{file.Name}' has {file.Length} bytes; {most} are allowed.", "Take the package from the plugin's own release.");
    }
}
