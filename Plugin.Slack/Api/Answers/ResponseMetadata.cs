namespace Plugin.Slack.Api.Answers;

/// <summary>Where a list goes on.</summary>
internal sealed class ResponseMetadata
{
    /// <summary>The cursor of the next page.</summary>
    public string? NextCursor { get; init; }
}
