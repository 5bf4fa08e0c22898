using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A list beside the point: what is not as documented is left out, and the record that holds it stays.</summary>
/// <typeparam name="T">The entry's type.</typeparam>
internal sealed class LenientListConverter<T> : JsonConverter<List<T>>
    where T : class
{
    /// <inheritdoc/>
    public override List<T>? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();

            return null;
        }

        List<T> list = [];

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            if (LenientConverter<T>.TryRead(reader, options) is { } entry)
            {
                list.Add(entry);
            }

            reader.Skip();
        }

        return list;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<T> value, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only read.");
}
