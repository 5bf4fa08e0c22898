using System.Text.Json;
using System.Text.Json.Serialization;
using Host.Sample.Inventory;

namespace Host.Sample.Runs.Proof;

/// <summary>How values stand in a certificate: names and words in camel case, moments as the store writes them.</summary>
public static class CertificateJson
{
    public static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new Moments() },
        NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private sealed class Moments : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(UtcText.Of(value));
    }
}
