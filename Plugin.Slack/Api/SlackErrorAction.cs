namespace Plugin.Slack.Api;

/// <summary>What an error code asks of the one who called.</summary>
internal enum SlackErrorAction
{
    /// <summary>The same call again, after a wait, a bounded number of times.</summary>
    Retry,

    /// <summary>The stream from its first page.</summary>
    RestartStream,

    /// <summary>Another request: the call itself was wrong.</summary>
    FixRequest,

    /// <summary>Nothing more of this stream; the run goes on.</summary>
    SkipStream,

    /// <summary>The next item; this one is counted.</summary>
    SkipItem,

    /// <summary>Nothing more at all: no further call can succeed.</summary>
    AbortRun,

    /// <summary>A new consent, or other settings for it.</summary>
    StopAuthorization,

    /// <summary>The code is not known: the stream fails and says the code.</summary>
    Fail,
}
