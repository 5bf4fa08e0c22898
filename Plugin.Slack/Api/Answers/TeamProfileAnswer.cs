using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>team.profile.get</c>.</summary>
internal sealed class TeamProfileAnswer : ListAnswer<ProfileField>
{
    public TeamProfile? Profile { get; init; }

    [JsonIgnore]
    public override List<ProfileField?>? Records => Profile?.Fields;
}
