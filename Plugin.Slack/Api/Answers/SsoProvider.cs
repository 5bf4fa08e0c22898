namespace Plugin.Slack.Api.Answers;

/// <summary>How a workspace signs its people in.</summary>
internal sealed class SsoProvider
{
    public string? Type { get; init; }

    public string? Name { get; init; }
}
