using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A message's <c>ts</c>: seconds and, behind a dot, a fraction, as text. Never a floating number, which would make two messages one.</summary>
internal sealed class MessageMomentConverter : JsonConverter<long?>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String or JsonTokenType.Number when MessageMoment.TryRead(reader.ValueSpan, out var moment) => moment,
        _ => throw new JsonException("A ts must be seconds and a fraction."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only read.");
}
