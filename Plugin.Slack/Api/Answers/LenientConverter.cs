using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Plugin.Slack.Api.Answers;

/// <summary>An object beside the point: when it is not as documented it is left out, and the record that holds it stays.</summary>
/// <typeparam name="T">The object's type.</typeparam>
internal sealed class LenientConverter<T> : JsonConverter<T>
    where T : class
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var value = TryRead(reader, options);
        reader.Skip();

        return value;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => throw new NotSupportedException("Answers are only read.");

    /// <summary>Reads an object, leaving the reader where it is.</summary>
    /// <param name="reader">A copy, on the object's first token.</param>
    /// <param name="options">How objects are read.</param>
    /// <returns>The object, or <see langword="null"/>.</returns>
    internal static T? TryRead(Utf8JsonReader reader, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
