using System.Text.Json;
using System.Text.Json.Serialization;
using Host.Sample.Database;

namespace Host.Sample.Licences;

/// <summary>Terms as a connector keeps them.</summary>
internal static class SeatTermsStore
{
    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static SeatTerms Read(Connector connector) =>
        connector.TermsJson is { } json ? JsonSerializer.Deserialize<SeatTerms>(json, Form) ?? SeatTerms.None : SeatTerms.None;

    public static string? Write(SeatTerms terms) => terms == SeatTerms.None ? null : JsonSerializer.Serialize(terms, Form);
}
