namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>team.info</c>.</summary>
internal sealed class TeamInfoAnswer : SlackAnswer
{
    public SlackTeam? Team { get; init; }

    public override bool IsWhole => !string.IsNullOrEmpty(Team?.Id);
}
