using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>One call of a method.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <param name="Method">Slack's name: <c>users.list</c>.</param>
/// <param name="Tier">How often it may be called.</param>
/// <param name="Form">Its arguments, without the token.</param>
/// <param name="Reader">Turns the body into the answer.</param>
internal sealed record SlackCall<TAnswer>(string Method, SlackTier Tier, IReadOnlyList<KeyValuePair<string, string>> Form, AnswerReader<TAnswer> Reader)
    where TAnswer : SlackAnswer;
