using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>conversations.members</c>: bare user ids, those of people from elsewhere among them.</summary>
internal sealed class ConversationsMembersAnswer : SlackAnswer
{
    [JsonConverter(typeof(TextListConverter))]
    public List<string?>? Members { get; init; }

    public override bool IsWhole => Members is not null;
}
