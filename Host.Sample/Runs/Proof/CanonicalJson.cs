using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Host.Sample.Runs.Proof;

/// <summary>JSON in the one form that is hashed and signed: that of RFC 8785, of which a certificate uses objects, lists, strings, whole numbers, true, false and null.</summary>
/// <remarks>Members in the order of their names' characters, no space, and in strings nothing escaped but quotes, backslashes and control characters.</remarks>
internal static class CanonicalJson
{
    // Beyond these, programs that keep numbers as floating point would read another one.
    private const long MostWhole = (1L << 53) - 1;

    /// <summary>The canonical form as UTF-8.</summary>
    /// <exception cref="FormatException">It holds a number that is not whole or too big, or a name twice.</exception>
    public static byte[] Of(JsonElement value)
    {
        StringBuilder text = new();
        Write(value, text);

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The canonical form of an object graph, as the web's JSON.</summary>
    public static byte[] Of(object value) => Of(JsonSerializer.SerializeToElement(value, CertificateJson.Form));

    private static void Write(JsonElement value, StringBuilder text)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(value, text);
                break;
            case JsonValueKind.Array:
                WriteList(value, text);
                break;
            case JsonValueKind.String:
                WriteText(value.GetString()!, text);
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number) && number is >= -MostWhole and <= MostWhole:
                text.Append(number.ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.Number:
                throw new FormatException($"{value.GetRawText()} is no whole number that every program reads alike.");
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void WriteObject(JsonElement value, StringBuilder text)
    {
        var members = value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToList();

        for (var index = 0; index < members.Count; index++)
        {
            if (index > 0 && members[index].Name == members[index - 1].Name)
            {
                throw new FormatException($"The name '{members[index].Name}' stands twice.");
            }

            text.Append(index == 0 ? '{' : ',');
            WriteText(members[index].Name, text);
            text.Append(':');
            Write(members[index].Value, text);
        }

        text.Append(members.Count == 0 ? "{}" : "}");
    }

    private static void WriteList(JsonElement value, StringBuilder text)
    {
        text.Append('[');

        foreach (var (index, item) in value.EnumerateArray().Index())
        {
            text.Append(index == 0 ? "" : ",");
            Write(item, text);
        }

        text.Append(']');
    }

    private static void WriteText(string value, StringBuilder text)
    {
        text.Append('"');

        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }
}
