using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>conversations.history</c>.</summary>
internal sealed class HistoryAnswer : ListAnswer<SlackMessage>
{
    public List<SlackMessage?>? Messages { get; init; }

    public bool? HasMore { get; init; }

    /// <summary>Whether the plan hides older messages.</summary>
    public bool? IsLimited { get; init; }

    [JsonIgnore]
    public override List<SlackMessage?>? Records => Messages;
}
