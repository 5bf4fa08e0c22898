namespace Plugin.Slack.Api;

/// <summary>What the calls for one page cost. Used by one stream at a time.</summary>
internal sealed class CallCost
{
    /// <summary>Calls made, retries included.</summary>
    public int Calls { get; set; }

    /// <summary>Calls that repeated a failed one.</summary>
    public int Retries { get; set; }

    /// <summary>Answers that asked for a slower pace.</summary>
    public int Throttled { get; set; }

    /// <summary>The longest pause that such an answer asked for.</summary>
    public TimeSpan LongestPause { get; set; }

    /// <summary>Whether Slack said that the workspace is being moved into an organisation.</summary>
    public bool IsBeingMoved { get; set; }

    /// <summary>Whether it was found just now that the pace cannot be kept together with other connectors.</summary>
    public bool HasOwnPace { get; set; }

    /// <summary>Time spent waiting.</summary>
    public TimeSpan Waited { get; set; }
}
