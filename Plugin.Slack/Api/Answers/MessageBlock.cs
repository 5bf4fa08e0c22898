using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A block of a message, of which only calls are looked at.</summary>
internal sealed class MessageBlock
{
    public string? Type { get; init; }

    public string? CallId { get; init; }

    [JsonConverter(typeof(LenientConverter<VersionedCall>))]
    public VersionedCall? Call { get; init; }
}
