using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>conversations.list</c>.</summary>
internal sealed class ConversationsListAnswer : ListAnswer<SlackConversation>
{
    public List<SlackConversation?>? Channels { get; init; }

    [JsonIgnore]
    public override List<SlackConversation?>? Records => Channels;
}
