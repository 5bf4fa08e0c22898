using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>users.list</c>.</summary>
internal sealed class UsersListAnswer : ListAnswer<SlackUser>
{
    public List<SlackUser?>? Members { get; init; }

    [JsonIgnore]
    public override List<SlackUser?>? Records => Members;
}
