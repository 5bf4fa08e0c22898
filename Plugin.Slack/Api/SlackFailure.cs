using Plugin.Abstractions.Errors;

namespace Plugin.Slack.Api;

/// <summary>A call that did not succeed, after all that could be tried: a value, so that a stream decides what becomes of it.</summary>
/// <param name="Action">What the code asks of the caller.</param>
/// <param name="Reason">What has to be done about it.</param>
/// <param name="Code">Slack's word, or the connector's own: <c>html_answer</c>.</param>
/// <param name="Message">What was tried and what came back.</param>
/// <param name="Fix">What a person should do.</param>
internal sealed record SlackFailure(SlackErrorAction Action, FailureReason Reason, string Code, string Message, string Fix)
{
    /// <summary>The failure as the contract's exception.</summary>
    /// <returns>A new exception.</returns>
    public ConnectorException ToException() => new(Reason, Message, Fix, Code);
}
