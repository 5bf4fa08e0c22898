using System.Text;

namespace Host.Sample.Inventory;

/// <summary>One part of a row's key, as it is written there.</summary>
internal static class RowKeyPart
{
    private const byte Separator = (byte)'|';
    private const byte Escape = (byte)'\\';

    /// <summary>Writes a value as it stands in a key: with its separators, escapes and zero characters escaped.</summary>
    public static byte[] Of(string value) =>
        Encoding.UTF8.GetBytes(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal));

    /// <summary>The part of a key at a place, from 0, between separators that are not escaped.</summary>
    public static ReadOnlySpan<byte> At(ReadOnlySpan<byte> key, int place)
    {
        var start = 0;

        for (var at = 0; at < key.Length; at++)
        {
            if (key[at] is Separator)
            {
                if (place-- == 0)
                {
                    return key[start..at];
                }

                start = at + 1;
            }

            at += key[at] is Escape ? 1 : 0;
        }

        return place == 0 ? key[start..] : [];
    }
}
