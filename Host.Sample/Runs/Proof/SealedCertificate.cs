using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Host.Sample.Runs.Proof;

/// <summary>A certificate with its seal, as it is kept, given out and checked.</summary>
public sealed class SealedCertificate
{
    /// <summary>No certificate has more.</summary>
    public const int MostCharacters = 8 * 1024 * 1024;

    private readonly byte[] _content;

    private SealedCertificate(CertificateContent content, byte[] canonical, CertificateSeal seal)
    {
        Content = content;
        Seal = seal;
        _content = canonical;
    }

    public CertificateContent Content { get; }

    public CertificateSeal Seal { get; }

    /// <summary>SHA-256, lower-case hex, over the canonical bytes of the content: what a later revision names as the one before it.</summary>
    public string ContentHash => Convert.ToHexStringLower(SHA256.HashData(_content));

    /// <summary>Seals a content.</summary>
    internal static SealedCertificate Make(CertificateContent content, CertificateKey key)
    {
        var canonical = CanonicalJson.Of(content);

        return new(content, canonical, key.Sign(canonical));
    }

    /// <summary>Reads a certificate, in whatever layout it stands.</summary>
    /// <exception cref="FormatException">It is none; the message says why, to follow "it".</exception>
    public static SealedCertificate Parse(string text)
    {
        if (text.Length > MostCharacters)
        {
            throw new FormatException("is bigger than any certificate.");
        }

        try
        {
            var document = JsonElement.Parse(text);
            var canonical = CanonicalJson.Of(document.GetProperty("certificate"));
            var content = document.GetProperty("certificate").Deserialize<CertificateContent>(CertificateJson.Form) ?? throw new FormatException("holds no certificate.");
            var seal = document.GetProperty("seal").Deserialize<CertificateSeal>(CertificateJson.Form) ?? throw new FormatException("holds no seal.");

            return document.EnumerateObject().Count() == 2 && content.Format == CertificateContent.TheFormat
                ? new(content, canonical, seal)
                : throw new FormatException("is no certificate of a run.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or NotSupportedException)
        {
            throw new FormatException("is no JSON document in the form of a certificate.", exception);
        }
    }

    /// <summary>What is wrong with the seal, in a sentence; null: nothing, the content is what was sealed.</summary>
    public string? Check()
    {
        if (Seal.Algorithm != CertificateSeal.TheAlgorithm)
        {
            return $"The seal's algorithm is '{Seal.Algorithm}', and there is only {CertificateSeal.TheAlgorithm}.";
        }

        if (Bytes(Seal.PublicKey) is not { } publicKey || Bytes(Seal.Signature) is not { } signature)
        {
            return "The seal's key or signature is not readable.";
        }

        if (Convert.ToHexStringLower(SHA256.HashData(publicKey)) != Seal.KeyId)
        {
            return "The seal's key is not the one that its id names.";
        }

        try
        {
            using var key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);

            return key.VerifyData(_content, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence) ? null : "The signature does not fit the content: one of them was altered.";
        }
        catch (CryptographicException)
        {
            return "The seal's key or signature is not readable.";
        }
    }

    /// <summary>The document as it is kept: canonical, so that one altered byte shows.</summary>
    public override string ToString() => $"{{\"certificate\":{Encoding.UTF8.GetString(_content)},\"seal\":{Encoding.UTF8.GetString(CanonicalJson.Of(Seal))}}}";

    /// <summary>Whether both say the same and carry the same seal.</summary>
    public bool IsSame(SealedCertificate other) => Seal == other.Seal && _content.AsSpan().SequenceEqual(other._content);

    // Written as any other program would write them: a text that only reads the same was altered.
    private static byte[]? Bytes(string base64)
    {
        var bytes = new byte[base64.Length];

        return Convert.TryFromBase64String(base64, bytes, out var written) && Convert.ToBase64String(bytes, 0, written) == base64 ? bytes[..written] : null;
    }
}
