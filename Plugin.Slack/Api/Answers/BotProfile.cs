namespace Plugin.Slack.Api.Answers;

/// <summary>The bot that wrote a message.</summary>
internal sealed class BotProfile
{
    public string? Id { get; init; }

    public string? AppId { get; init; }
}
