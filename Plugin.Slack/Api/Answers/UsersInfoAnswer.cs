namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>users.info</c>.</summary>
internal sealed class UsersInfoAnswer : SlackAnswer
{
    public SlackUser? User { get; init; }

    public override bool IsWhole => User is not null;
}
