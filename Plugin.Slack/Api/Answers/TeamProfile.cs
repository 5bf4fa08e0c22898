namespace Plugin.Slack.Api.Answers;

/// <summary>The custom fields of a workspace's profiles.</summary>
internal sealed class TeamProfile
{
    public List<ProfileField?>? Fields { get; init; }
}
