using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Host.Sample.Connectors;

/// <summary>The certificate for which shared keys are encrypted, so that whoever reads their folder has nothing without it.</summary>
internal static class KeyCertificate
{
    /// <summary>The variable with the password of the file.</summary>
    public const string PasswordVariable = "CONNECTOR_HOST_KEYS_PASSWORD";

    /// <summary>Reads a certificate with its private key: PKCS #12 (.pfx, .p12), or PEM with both in it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: it cannot be read, or cannot decrypt.</exception>
    public static X509Certificate2 Load(string file, string? password)
    {
        try
        {
            var certificate = Path.GetExtension(file).ToLowerInvariant() is ".pfx" or ".p12"
                ? X509CertificateLoader.LoadPkcs12FromFile(file, password)
                : password is null ? X509Certificate2.CreateFromPemFile(file) : X509Certificate2.CreateFromEncryptedPemFile(file, password);

            // The format in which keys are encrypted knows no other kind.
            return certificate.GetRSAPrivateKey() is null
                ? throw Unusable(file, "it has no private RSA key with it", null)
                : certificate;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unusable(file, exception.Message.TrimEnd('.'), exception);
        }
    }

    private static HostException Unusable(string file, string reason, Exception? cause) => new(
        HostProblem.Usage,
        $"The certificate for the keys, {file}, cannot be used: {reason}.",
        $"Give --keys-certificate a .pfx file, or a PEM file with certificate and key, with an RSA key that this account may read; its password belongs into {PasswordVariable}.",
        cause);
}
