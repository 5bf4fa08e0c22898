using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>What a block tells about its call.</summary>
internal sealed class VersionedCall
{
    [JsonConverter(typeof(LenientConverter<CallDetails>))]
    public CallDetails? V1 { get; init; }
}
