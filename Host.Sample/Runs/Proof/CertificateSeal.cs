namespace Host.Sample.Runs.Proof;

/// <summary>The seal under a certificate: by it anybody can check, without this host, that nothing was altered.</summary>
/// <param name="Algorithm">Always <c>ECDSA-P256-SHA256</c>.</param>
/// <param name="KeyId">SHA-256, lower-case hex, over the public key's bytes: by it an auditor recognises the host.</param>
/// <param name="PublicKey">The public key, SubjectPublicKeyInfo (DER) in base64.</param>
/// <param name="Signature">The signature over the canonical bytes of the certificate's content, ASN.1 DER in base64.</param>
public sealed record CertificateSeal(string Algorithm, string KeyId, string PublicKey, string Signature)
{
    /// <summary>The one algorithm there is.</summary>
    public const string TheAlgorithm = "ECDSA-P256-SHA256";
}
