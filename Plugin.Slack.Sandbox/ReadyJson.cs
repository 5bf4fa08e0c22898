using System.Text.Json.Serialization;

namespace Plugin.Slack.Sandbox;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Ready))]
internal sealed partial class ReadyJson : JsonSerializerContext;
