using System.Text.Json.Serialization;

namespace Plugin.Slack.Sandbox;

/// <summary>What the ready line says: values for the connector's dialog, the consent's form fields, addresses to post to.</summary>
internal sealed record Ready(
    [property: JsonPropertyName("ready")] bool IsReady,
    string Address,
    IReadOnlyDictionary<string, string> Settings,
    IReadOnlyDictionary<string, string> Consent,
    IReadOnlyDictionary<string, string> Controls);
