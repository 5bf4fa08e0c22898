using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Host.Sample.Packages;

/// <summary>The certificates that the host's options name.</summary>
internal static class TrustedCertificates
{
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: a file cannot be read or holds none.</exception>
    public static X509Certificate2Collection Read(IReadOnlyList<string> files)
    {
        var certificates = new X509Certificate2Collection();

        foreach (var file in files)
        {
            try
            {
                var bytes = File.ReadAllBytes(file);

                if (bytes.AsSpan().IndexOf("-----BEGIN CERTIFICATE-----"u8) >= 0)
                {
                    certificates.ImportFromPem(System.Text.Encoding.Latin1.GetString(bytes));
                }
                else
                {
                    certificates.Add(X509CertificateLoader.LoadCertificate(bytes));
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
            {
                throw new HostException(HostProblem.Usage, $"The trusted certificate '{file}' cannot be read.", "Name a certificate in PEM or DER form, without its private key.", exception);
            }
        }

        return certificates;
    }
}
