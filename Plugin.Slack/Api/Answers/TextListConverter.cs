using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A list of ids; what is no text becomes an empty place, so that it is counted.</summary>
internal sealed class TextListConverter : JsonConverter<List<string?>>
{
    /// <inheritdoc/>
    public override List<string?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            throw new JsonException("A list of ids must be a list.");
        }

        List<string?> ids = [];

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            ids.Add(reader.TokenType is JsonTokenType.String ? reader.GetString() : null);
            reader.TrySkip();
        }

        return ids;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<string?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Ids are only read.");
}
