using System.Text;

namespace Host.Sample.Inventory;

/// <summary>The first part of a row's key, as it is written there.</summary>
internal static class RowKeyPart
{
    private const byte Separator = (byte)'|';
    private const byte Escape = (byte)'\\';

    /// <summary>Writes a value as it stands in a key: with its separators, escapes and zero characters escaped.</summary>
    public static byte[] Of(string value) =>
        Encoding.UTF8.GetBytes(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal));

    /// <summary>A key up to its first separator that is not escaped.</summary>
    public static ReadOnlySpan<byte> First(ReadOnlySpan<byte> key)
    {
        for (var at = 0; at < key.Length; at++)
        {
            if (key[at] is Separator)
            {
                return key[..at];
            }

            at += key[at] is Escape ? 1 : 0;
        }

        return key;
    }
}
