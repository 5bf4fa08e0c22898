using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Plugin.Slack.Api;

/// <summary>Mends what JSON may say and no store can keep: NUL, halves of surrogate pairs, bytes that are no UTF-8.</summary>
internal static class JsonText
{
    /// <summary>Whether a body may hold an escaped NUL; a store of text ends there.</summary>
    /// <param name="body">The body.</param>
    /// <returns>Whether the escape occurs.</returns>
    public static bool HasNul(ReadOnlySpan<byte> body) => body.IndexOf("\\u0000"u8) >= 0;

    /// <summary>Copies a body; NUL is left out, what is half a character becomes U+FFFD. The caller clears the copy; no other is left.</summary>
    /// <param name="body">The body.</param>
    /// <returns>The copy, and how many characters were touched.</returns>
    public static (byte[] Repaired, int Count) Repair(ReadOnlySpan<byte> body)
    {
        var (utf8, count) = Utf8.IsValid(body) ? ([.. body], 0) : ReplaceInvalidBytes(body);
        var written = 0;

        for (var read = 0; read < utf8.Length;)
        {
            if (utf8[read] is not (byte)'\\' || !IsUnicodeEscape(utf8, read, out var unit))
            {
                // An escaped character goes with its backslash, so that \\u0000 stays what it is: a backslash and five letters.
                var length = utf8[read] is (byte)'\\' && read + 1 < utf8.Length ? 2 : 1;
                utf8.AsSpan(read, length).CopyTo(utf8.AsSpan(written));
                written += length;
                read += length;

                continue;
            }

            var isPair = char.IsHighSurrogate(unit) && IsUnicodeEscape(utf8, read + 6, out var low) && char.IsLowSurrogate(low);
            var taken = isPair ? 12 : 6;

            if (unit == 0)
            {
                count++;
            }
            else if (char.IsSurrogate(unit) && !isPair)
            {
                "\\uFFFD"u8.CopyTo(utf8.AsSpan(written));
                written += 6;
                count++;
            }
            else
            {
                utf8.AsSpan(read, taken).CopyTo(utf8.AsSpan(written));
                written += taken;
            }

            read += taken;
        }

        if (written == utf8.Length)
        {
            return (utf8, count);
        }

        var repaired = utf8[..written];
        CryptographicOperations.ZeroMemory(utf8);

        return (repaired, count);
    }

    private static bool IsUnicodeEscape(ReadOnlySpan<byte> utf8, int at, out char unit)
    {
        unit = default;

        if (at + 6 > utf8.Length || utf8[at] is not (byte)'\\' || utf8[at + 1] is not (byte)'u'
            || !ushort.TryParse(utf8.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        unit = (char)value;

        return true;
    }

    private static (byte[] Utf8, int Count) ReplaceInvalidBytes(ReadOnlySpan<byte> body)
    {
        var length = 0;
        var count = 0;

        for (var rest = body; !rest.IsEmpty;)
        {
            count += System.Text.Rune.DecodeFromUtf8(rest, out var rune, out var read) is System.Buffers.OperationStatus.Done ? 0 : 1;
            length += rune.Utf8SequenceLength;
            rest = rest[read..];
        }

        // Of the right size from the start: a list that grows would leave copies behind.
        var utf8 = new byte[length];
        var written = 0;

        for (var rest = body; !rest.IsEmpty;)
        {
            System.Text.Rune.DecodeFromUtf8(rest, out var rune, out var read);
            written += rune.EncodeToUtf8(utf8.AsSpan(written));
            rest = rest[read..];
        }

        return (utf8, count);
    }
}
