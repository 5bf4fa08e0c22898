using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Host.Sample.Logs;

namespace Host.Sample.Api;

/// <summary>The key that opens the web door. Shown once when it is made; only its hash is kept.</summary>
public sealed class AccessKeys(HostOptions options, KnownSecrets secrets)
{
    private const int KeyBytes = 32;

    private readonly string _file = Path.Combine(options.DataFolder, "access-key.sha256");

    /// <summary>Makes a key when there is none yet.</summary>
    /// <returns>The new key, to be shown once; null when there is one already.</returns>
    public async Task<string?> EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(_file) ? null : await WriteAsync(FileMode.CreateNew, cancellationToken);
        }
        catch (IOException) when (File.Exists(_file))
        {
            // Another process has made it in between.
            return null;
        }
    }

    /// <summary>Makes a new key; the old one opens nothing any more.</summary>
    public async Task<string> RenewAsync(CancellationToken cancellationToken) => await WriteAsync(FileMode.Create, cancellationToken);

    public async Task<bool> IsValidAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await File.ReadAllTextAsync(_file, cancellationToken);

            return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(stored.Trim()), Encoding.ASCII.GetBytes(Hash(key)));
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private async Task<string> WriteAsync(FileMode mode, CancellationToken cancellationToken)
    {
        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(KeyBytes));
        secrets.Add(key);
        var how = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None };

        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var writer = new StreamWriter(_file, Encoding.ASCII, how);
        await writer.WriteAsync(Hash(key).AsMemory(), cancellationToken);

        return key;
    }
}
