using System.Security.Cryptography;
using Host.Sample.Connectors;

namespace Host.Sample.Runs.Proof;

/// <summary>The key by which this host seals certificates: made once, kept in the data folder, encrypted as the connectors' secrets are.</summary>
public sealed partial class CertificateKey(SecretVault vault, HostOptions options, ILogger<CertificateKey> logger)
{
    private const string Place = "certificates";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Lock _lock = new();
    private Opened? _opened;

    /// <summary>SHA-256, lower-case hex, over the public key.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>: the key's file cannot be read or made.</exception>
    public string Id => Open().Id;

    /// <summary>Signs bytes.</summary>
    /// <exception cref="HostException">As <see cref="Id"/>.</exception>
    internal CertificateSeal Sign(ReadOnlySpan<byte> content)
    {
        var opened = Open();
        using var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(opened.Private, out _);

        return new(CertificateSeal.TheAlgorithm, opened.Id, opened.Public, Convert.ToBase64String(key.SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
    }

    private Opened Open()
    {
        lock (_lock)
        {
            return _opened ??= Read() ?? Make();
        }
    }

    private Opened? Read()
    {
        var file = options.CertificateKeyFile;

        try
        {
            return File.Exists(file) ? Opened.Of(vault.Unprotect(File.ReadAllBytes(file), Place)) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or HostException { Problem: HostProblem.Invalid })
        {
            // A run must not be lost for it. What the old key has sealed is still checked by the public key in the seal.
            var aside = $"{file}.unreadable-{Guid.NewGuid():N}";
            File.Move(file, aside);
            LogUnreadable(aside);

            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private Opened Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = Opened.Of(key.ExportPkcs8PrivateKey());
        var unfinished = $"{options.CertificateKeyFile}.{Guid.NewGuid():N}";

        try
        {
            File.WriteAllBytes(unfinished, vault.Protect(made.Private, Place));

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(unfinished, OwnerOnly);
            }

            // Another process may have been first: its key is the host's.
            File.Move(unfinished, options.CertificateKeyFile, overwrite: false);
            LogMade(made.Id);

            return made;
        }
        catch (IOException) when (File.Exists(options.CertificateKeyFile))
        {
            File.Delete(unfinished);

            return Read() ?? throw Unavailable(null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(exception);
        }
    }

    private HostException Unavailable(Exception? exception) => new(
        HostProblem.StoreUnavailable, $"The key by which certificates are sealed cannot be read or made: {options.CertificateKeyFile}.", "Let this account read and write the data folder.", exception);

    [LoggerMessage(2325, LogLevel.Information, "Certificates are sealed with the key {KeyId} from now on")]
    private partial void LogMade(string keyId);

    [LoggerMessage(2326, LogLevel.Warning, "The key by which certificates were sealed cannot be decrypted any more; it was put aside as {File} and a new one is made")]
    private partial void LogUnreadable(string file);

    private sealed record Opened(byte[] Private, string Public, string Id)
    {
        public static Opened Of(byte[] privateKey)
        {
            using var key = ECDsa.Create();
            key.ImportPkcs8PrivateKey(privateKey, out _);
            var publicKey = key.ExportSubjectPublicKeyInfo();

            return new(privateKey, Convert.ToBase64String(publicKey), Convert.ToHexStringLower(SHA256.HashData(publicKey)));
        }
    }
}
