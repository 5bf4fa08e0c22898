namespace Plugin.Slack.Api.Answers;

/// <summary>A record of a log, newest first as far as Slack keeps to it.</summary>
internal interface IDatedRecord : ISlackRecord
{
    /// <summary>Seconds since 1970 of what the log is sorted by.</summary>
    long? LoggedAt { get; }

    /// <summary>What makes two records of one page the same.</summary>
    string Identity { get; }
}
