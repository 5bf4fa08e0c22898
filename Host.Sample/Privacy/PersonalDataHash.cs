using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Host.Sample.Privacy;

/// <summary>Keyed hashes of personal data: HMAC-SHA-256, cut to 128 bits. The key is a connector's own and kept with its secrets.</summary>
public sealed class PersonalDataHash(byte[] key)
{
    /// <summary>How a hash begins in the store, so that nobody takes it for a value.</summary>
    public const string Prefix = "hmac-";

    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const int KeptBytes = 16;
    private const int StackBytes = 512;

    /// <summary>The hash of a value as it is stored in the value's place.</summary>
    public string Of(string value)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var length = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> bytes = length <= StackBytes ? stackalloc byte[StackBytes] : new byte[length];
        HMACSHA256.HashData(key, bytes[..Encoding.UTF8.GetBytes(value, bytes)], hash);

        return Prefix + Convert.ToHexStringLower(hash[..KeptBytes]);
    }

    /// <summary>The hash of an e-mail address, whose case and outer blanks mean nothing.</summary>
    public string OfEmail(string address) => Of(address.Trim().ToLower(CultureInfo.InvariantCulture));
}
