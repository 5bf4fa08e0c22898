using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>That a message was written, by whom and when. It has no member for a text, so none ever becomes an object.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/conversations.history/</remarks>
internal sealed class SlackMessage
{
    /// <summary>Microseconds since 1970: when it was written, and its id within the conversation.</summary>
    [JsonConverter(typeof(MessageMomentConverter))]
    public long? Ts { get; init; }

    public string? Subtype { get; init; }

    public string? User { get; init; }

    public string? BotId { get; init; }

    public string? AppId { get; init; }

    [JsonConverter(typeof(LenientConverter<BotProfile>))]
    public BotProfile? BotProfile { get; init; }

    /// <summary>How many replies its thread has; none when it began no thread.</summary>
    public long? ReplyCount { get; init; }

    [JsonConverter(typeof(LenientListConverter<MessageBlock>))]
    public List<MessageBlock>? Blocks { get; init; }

    /// <summary>The huddle that it tells of.</summary>
    [JsonConverter(typeof(LenientConverter<CallDetails>))]
    public CallDetails? Room { get; init; }
}
