namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>usergroups.users.list</c>.</summary>
internal sealed class UsergroupUsersAnswer : SlackAnswer
{
    public List<string?>? Users { get; init; }

    public override bool IsWhole => Users is not null;
}
