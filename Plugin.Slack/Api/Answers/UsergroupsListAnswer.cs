using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>usergroups.list</c>.</summary>
internal sealed class UsergroupsListAnswer : ListAnswer<SlackUsergroup>
{
    public List<SlackUsergroup?>? Usergroups { get; init; }

    [JsonIgnore]
    public override List<SlackUsergroup?>? Records => Usergroups;
}
