namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>calls.info</c>.</summary>
internal sealed class CallInfoAnswer : SlackAnswer
{
    public CallDetails? Call { get; init; }

    public override bool IsWhole => Call is not null;
}
