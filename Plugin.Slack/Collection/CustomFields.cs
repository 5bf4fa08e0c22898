using System.Text;
using System.Text.Json;

namespace Plugin.Slack.Collection;

/// <summary>The custom fields of a profile as one JSON object: values by the field's id, in the order of the ids, so that the same values are the same text.</summary>
internal static class CustomFields
{
    /// <summary>Writes them.</summary>
    /// <param name="fields">What Slack sent: an object, an empty list, or null.</param>
    /// <returns>The object, or <see langword="null"/> when no field is filled in.</returns>
    public static string? Of(JsonElement? fields)
    {
        if (fields is not { ValueKind: JsonValueKind.Object } given)
        {
            return null;
        }

        SortedDictionary<string, JsonElement> values = new(StringComparer.Ordinal);

        foreach (var field in given.EnumerateObject())
        {
            if (Value(field.Value) is { } value)
            {
                values[field.Name] = value;
            }
        }

        return values.Count == 0 ? null : Write(values);
    }

    private static JsonElement? Value(JsonElement field)
    {
        var value = field.ValueKind is JsonValueKind.Object && field.TryGetProperty("value", out var inner) ? inner : field;

        return value.ValueKind switch
        {
            JsonValueKind.String => value.ValueEquals("") ? null : value,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False or JsonValueKind.Array => value,
            _ => null,
        };
    }

    private static string Write(SortedDictionary<string, JsonElement> values)
    {
        using var content = new MemoryStream();

        using (var writer = new Utf8JsonWriter(content))
        {
            writer.WriteStartObject();

            foreach (var (id, value) in values)
            {
                writer.WritePropertyName(id);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
    }
}
