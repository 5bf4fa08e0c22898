using System.Security.Cryptography;
using System.Text.Json;
using Host.Sample.Database;

namespace Host.Sample.Runs.Proof;

/// <summary>By it two runs can be told to have run with the same settings, without showing them.</summary>
internal static class SettingsFingerprint
{
    /// <summary>SHA-256, lower-case hex, over the canonical JSON of the settings that are no secrets, the chosen streams and the privacy choices.</summary>
    public static string Of(Connector connector) => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of((object)new
    {
        Privacy = Parsed(connector.PrivacyJson),
        Settings = Parsed(connector.SettingsJson),
        Streams = connector.StreamsJson is { } streams ? JsonSerializer.Deserialize<List<string>>(streams)!.Order(StringComparer.Ordinal) : null,
    })));

    private static JsonElement? Parsed(string? json) => json is null ? null : JsonElement.Parse(json);
}
