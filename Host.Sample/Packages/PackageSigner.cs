using System.IO.Compression;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Host.Sample.Plugins;

namespace Host.Sample.Packages;

/// <summary>Writes the list of hashes of a package, a folder or a zip, and signs it.</summary>
public static class PackageSigner
{
    // The zip's own smallest time: a package must not change because it is signed at another hour.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <returns>The name in the certificate.</returns>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: the certificate cannot be used; <see cref="HostProblem.PluginUnavailable"/>: this is no package.</exception>
    public static async Task<string> SignAsync(string path, string certificateFile, string? keyFile, string? password, CancellationToken cancellationToken)
    {
        var (certificate, others) = Load(certificateFile, keyFile, password);

        using (certificate)
        {
            try
            {
                await (Directory.Exists(path)
                    ? SignFolderAsync(path, certificate, others, cancellationToken)
                    : SignZipAsync(path, certificate, others, cancellationToken));
            }
            catch (PackageException refusal)
            {
                throw new HostException(HostProblem.PluginUnavailable, $"'{path}' is not signed. {refusal.Message}", refusal.Fix);
            }

            return certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        }
    }

    private static async Task SignFolderAsync(string folder, X509Certificate2 certificate, X509Certificate2Collection others, CancellationToken cancellationToken)
    {
        var (list, signature) = Sign(folder, certificate, others);
        await File.WriteAllBytesAsync(Path.Combine(folder, HashList.FileName), list, cancellationToken);
        await File.WriteAllBytesAsync(Path.Combine(folder, HashList.SignatureName), signature, cancellationToken);
    }

    private static async Task SignZipAsync(string zip, X509Certificate2 certificate, X509Certificate2Collection others, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("package-").FullName;

        try
        {
            var files = Path.Combine(folder, "files");
            var root = await PackageArchive.ExtractAsync(zip, files, cancellationToken);
            var (list, signature) = Sign(files, certificate, others);

            // Beside the old one, so that a zip is never half written.
            var signed = Path.Combine(folder, "signed.zip");
            File.Copy(zip, signed);

            await using (var archive = await ZipFile.OpenAsync(signed, ZipArchiveMode.Update, cancellationToken))
            {
                await PutAsync(archive, root + HashList.FileName, list, cancellationToken);
                await PutAsync(archive, root + HashList.SignatureName, signature, cancellationToken);
            }

            File.Move(signed, zip, overwrite: true);
        }
        finally
        {
            PackageFolder.Remove(folder);
        }
    }

    private static (byte[] List, byte[] Signature) Sign(string folder, X509Certificate2 certificate, X509Certificate2Collection others)
    {
        if (PluginFolderReader.ReadStaged(folder) is { IsAvailable: false } bad)
        {
            throw new PackageException(bad.Reason!, bad.Fix!);
        }

        var hashes = HashList.Of(folder);

        if (hashes.Hashes.Keys.FirstOrDefault(path => !PackagePath.IsGood(path)) is { } strange)
        {
            throw new PackageException($"It holds a file whose name no package may have: '{PluginWords.OneLine(strange)}'.", "Name files by letters, digits, dots, dashes and underscores.");
        }

        var list = hashes.ToBytes();

        return (list, PackageSignature.Sign(list, certificate, others));
    }

    private static async Task PutAsync(ZipArchive archive, string name, byte[] bytes, CancellationToken cancellationToken)
    {
        archive.GetEntry(name)?.Delete();
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = NoTime;
        await using var stream = await entry.OpenAsync(cancellationToken);
        await stream.WriteAsync(bytes, cancellationToken);
    }

    private static (X509Certificate2 Certificate, X509Certificate2Collection Others) Load(string file, string? keyFile, string? password)
    {
        try
        {
            if (keyFile is not null || File.ReadAllText(file).Contains("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal))
            {
                var others = new X509Certificate2Collection();
                others.ImportFromPemFile(file);
                var own = password is null ? X509Certificate2.CreateFromPemFile(file, keyFile) : X509Certificate2.CreateFromEncryptedPemFile(file, password, keyFile);

                return (own, [.. others.Where(other => other.Thumbprint != own.Thumbprint)]);
            }

            var all = X509CertificateLoader.LoadPkcs12CollectionFromFile(file, password);
            var certificate = all.FirstOrDefault(one => one.HasPrivateKey) ?? throw new CryptographicException("It holds no private key.");

            return (certificate, [.. all.Where(other => other != certificate)]);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new HostException(
                HostProblem.Usage,
                $"The certificate '{file}' cannot be used to sign: {PluginWords.OneLine(exception.Message)}",
                "Name a PKCS #12 file (.pfx), or PEM files by --certificate and --key; a password is given by --secret password.",
                exception);
        }
    }
}
