namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>users.profile.get</c>.</summary>
internal sealed class UsersProfileAnswer : SlackAnswer
{
    public PersonProfile? Profile { get; init; }

    public override bool IsWhole => Profile is not null;
}
