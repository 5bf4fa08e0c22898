using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Webhooks;

/// <summary>Signs as Standard Webhooks says: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>.</summary>
public static class WebhookSignature
{
    /// <summary>What a secret in the form of Standard Webhooks begins with; the rest is the key in base64.</summary>
    public const string Prefix = "whsec_";

    private const int KeyBytes = 32;

    /// <summary>A new random secret.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <param name="secret">With <see cref="Prefix"/> the key in base64, otherwise any text, whose UTF-8 bytes are the key.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body, byte for byte.</param>
    public static string Of(string secret, string id, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Key(secret));
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);

        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    /// <summary>Whether a text can be a secret: at least 16 characters, and base64 behind the prefix.</summary>
    public static bool IsSecret(string text) =>
        text.Length is >= 16 and <= 500 && !text.Any(char.IsControl)
        && (!text.StartsWith(Prefix, StringComparison.Ordinal) || Convert.TryFromBase64String(text[Prefix.Length..], new byte[text.Length], out _));

    private static byte[] Key(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal) ? Convert.FromBase64String(secret[Prefix.Length..]) : Encoding.UTF8.GetBytes(secret);
}
