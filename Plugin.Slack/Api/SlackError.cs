using Plugin.Abstractions.Errors;

namespace Plugin.Slack.Api;

/// <summary>One row of <see cref="SlackErrors"/>.</summary>
/// <param name="Code">Slack's word: <c>paid_only</c>.</param>
/// <param name="Action">What it asks of the caller.</param>
/// <param name="Reason">What has to be done about it when the caller can do no more.</param>
/// <param name="Meaning">What it means, the second half of a sentence.</param>
/// <param name="Fix">What a person should do, in a sentence.</param>
internal sealed record SlackError(string Code, SlackErrorAction Action, FailureReason Reason, string Meaning, string Fix);
