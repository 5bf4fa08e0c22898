using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace Host.Sample.Packages;

/// <summary>The detached CMS signature over a list of hashes.</summary>
internal static class PackageSignature
{
    private const string CodeSigning = "1.3.6.1.5.5.7.3.3";

    private static readonly TimeSpan Soon = TimeSpan.FromDays(30);

    /// <summary>Signs the bytes of a list; the certificates that lead to the root, as far as they are given, go along.</summary>
    public static byte[] Sign(byte[] list, X509Certificate2 certificate, X509Certificate2Collection others)
    {
        var signer = new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { IncludeOption = X509IncludeOption.EndCertOnly, DigestAlgorithm = new(SHA256Oid) };
        signer.Certificates.AddRange(others);
        var cms = new SignedCms(new ContentInfo(list), detached: true);
        cms.ComputeSignature(signer);

        return cms.Encode();
    }

    /// <summary>Who has signed the list, and whether one of the trusted certificates stands behind it.</summary>
    /// <exception cref="PackageException">The signature does not fit the list: one of both was changed.</exception>
    public static PackageTrust Judge(byte[] list, byte[] signature, X509Certificate2Collection trusted, DateTimeOffset now)
    {
        var cms = new SignedCms(new ContentInfo(list), detached: true);

        try
        {
            cms.Decode(signature);
            cms.CheckSignature(verifySignatureOnly: true);
        }
        catch (CryptographicException)
        {
            throw new PackageException($"The signature {HashList.SignatureName} does not fit {HashList.FileName}: one of them was changed.", "Take the package from the plugin's own release.");
        }

        if (cms.SignerInfos.Count != 1 || cms.SignerInfos[0].Certificate is not { } certificate)
        {
            throw new PackageException($"The signature {HashList.SignatureName} must have one signer and bring its certificate.", "Take the package from the plugin's own release.");
        }

        var name = Plugins.PluginWords.OneLine(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false));

        if (Distrust(certificate, cms.Certificates, trusted, now) is { } reason)
        {
            return new(TrustLevel.Signed, name, reason);
        }

        return new(TrustLevel.Trusted, name, certificate.NotAfter - now.LocalDateTime < Soon ? $"The certificate of '{name}' ends on {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}; have the package signed anew by then." : null);
    }

    /// <summary>Why a certificate is not trusted; null when it is.</summary>
    private static string? Distrust(X509Certificate2 certificate, X509Certificate2Collection others, X509Certificate2Collection trusted, DateTimeOffset now)
    {
        var isNamed = trusted.Any(known => known.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));

        // Behind a company's root stand certificates for many purposes; that of a web server must not sign plugins.
        if (!isNamed && !certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Any(usage => usage.EnhancedKeyUsages[CodeSigning] is not null))
        {
            return "Its certificate is not one for signing code.";
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        // A host may have no way to any list of revoked certificates; docs/decisions/0008 says what instead.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        // A trusted certificate may stand anywhere in the chain: that it does is asked below.
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;

        if (!chain.Build(certificate))
        {
            return chain.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid))
                ? $"Its certificate, or one above it, is not valid today (this one from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd})."
                : "The chain of its certificate does not hold.";
        }

        return chain.ChainElements.Any(element => trusted.Any(known => known.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)))
            ? null
            : "No certificate that this host trusts stands behind it.";
    }

    private const string SHA256Oid = "2.16.840.1.101.3.4.2.1";
}
