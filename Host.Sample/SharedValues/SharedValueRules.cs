using System.Text;
using Plugin.Abstractions;

namespace Host.Sample.SharedValues;

/// <summary>What can be kept, the same in either store and in a plugin's own process.</summary>
internal static class SharedValueRules
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">It is no key.</exception>
    public static void CheckKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);

        if (key.Length > SharedValue.LongestKey)
        {
            throw new ArgumentException($"The key is longer than {SharedValue.LongestKey} characters.", nameof(key));
        }

        Bytes(key, nameof(key));
    }

    /// <exception cref="ArgumentException">It cannot be kept.</exception>
    public static void CheckValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);

        if (value.Length > SharedValue.LongestValue || Bytes(value, nameof(value)) > SharedValue.LongestValue)
        {
            throw new ArgumentException($"The value is longer than {SharedValue.LongestValue} bytes.", nameof(value));
        }
    }

    private static int Bytes(string text, string name)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("A zero character cannot be stored.", name);
        }

        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException exception)
        {
            throw new ArgumentException("Half a surrogate pair cannot be stored.", name, exception);
        }
    }
}
