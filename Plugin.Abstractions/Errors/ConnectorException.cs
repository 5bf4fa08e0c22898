using Plugin.Abstractions.Collection;

namespace Plugin.Abstractions.Errors;

/// <summary>A failure that the host's user can act on.</summary>
/// <remarks>
/// <see cref="Exception.Message"/> and <see cref="Fix"/> reach web pages, logs and certificates: they must never hold a token, a code, a secret, a body or
/// personal data. The host copies the values and lets the exception go.
/// </remarks>
public sealed class ConnectorException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="reason">What has to be done about it.</param>
    /// <param name="message">What was tried, with what, and what came back, in a sentence.</param>
    /// <param name="fix">What a person should do, in a sentence.</param>
    /// <param name="sourceCode">The service's own code for it, or <see langword="null"/>.</param>
    /// <param name="innerException">The cause, or <see langword="null"/>.</param>
    public ConnectorException(FailureReason reason, string message, string fix, string? sourceCode = null, Exception? innerException = null)
        : base(message, innerException)
    {
        Reason = reason;
        Fix = fix;
        SourceCode = sourceCode;
    }

    /// <summary>What has to be done about it.</summary>
    public FailureReason Reason { get; }

    /// <summary>What a person should do, in a sentence.</summary>
    public string Fix { get; }

    /// <summary>The service's own code for it: <c>invalid_auth</c>; <see langword="null"/> when it gave none.</summary>
    public string? SourceCode { get; }

    /// <summary>What the calls since the last page cost, so that a stream that fails proves what it tried; <see langword="null"/> when it is not told. Of its
    /// counts the host takes those of calls and waiting; records are counted with pages only.</summary>
    public PageEvidence? Evidence { get; init; }

    /// <summary>Whether the whole run is stopped, because no further call can succeed.</summary>
    public bool StopsRun => Reason is FailureReason.AuthorizeAgain or FailureReason.FixSettings;
}
