using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Host.Sample.Tests.Packages;

/// <summary>A company's certificates for a test: a root, and what it has issued.</summary>
internal sealed class SomeCertificate : IDisposable
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly X509Certificate2 _root;

    public SomeCertificate(string name = "Some Company Root")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _root = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddYears(-3), TimeProvider.System.GetUtcNow().AddYears(10));
    }

    /// <summary>A certificate with its key as a PKCS #12 file, issued by this root.</summary>
    public string Issue(string file, string name, int validFromDays = -1, int validToDays = 365, bool isForCode = true, string? password = null)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(isForCode ? CodeSigning : ServerAuthentication)], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var issuer = _root.GetECDsaPrivateKey()!;
        using var issued = request.Create(_root.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer), now.AddDays(validFromDays), now.AddDays(validToDays), RandomNumberGenerator.GetBytes(8));
        using var own = issued.CopyWithPrivateKey(key);
        File.WriteAllBytes(file, own.Export(X509ContentType.Pfx, password));

        return file;
    }

    /// <summary>The root without its key, in PEM.</summary>
    public string WriteRoot(string file)
    {
        File.WriteAllText(file, _root.ExportCertificatePem());

        return file;
    }

    public void Dispose() => _root.Dispose();
}
