using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>Of a list only how long it is: what is in it never becomes an object. What is no list has no length.</summary>
internal sealed class ListLengthConverter : JsonConverter<long?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
        {
            reader.Skip();

            return null;
        }

        var length = 0L;

        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            reader.Skip();
            length++;
        }

        return length;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Lengths are only read.");
}
