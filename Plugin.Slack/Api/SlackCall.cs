using System.Globalization;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>One call of a method.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <param name="Method">Slack's name: <c>users.list</c>.</param>
/// <param name="Tier">How often it may be called.</param>
/// <param name="Form">Its arguments, without the token.</param>
/// <param name="Reader">Turns the body into the answer.</param>
internal sealed record SlackCall<TAnswer>(string Method, SlackTier Tier, IReadOnlyList<KeyValuePair<string, string>> Form, AnswerReader<TAnswer> Reader)
    where TAnswer : SlackAnswer
{
    // What Slack advises. Larger pages cost fewer calls, but a large workspace may answer them with HTTP 500.
    private const int AdvisedLimit = 200;

    /// <summary>Codes by which this method speaks of the item asked for, although they mean something else elsewhere.</summary>
    public IReadOnlyList<string> ItemErrors { get; init; } = [];

    /// <summary>The arguments for another try: after two failures the page is no larger than Slack advises.</summary>
    /// <param name="failures">How often the call has failed.</param>
    /// <returns>The arguments.</returns>
    public IEnumerable<KeyValuePair<string, string>> FormAfter(int failures) => failures < 2
        ? Form
        : Form.Select(field => field.Key is "limit" && int.Parse(field.Value, CultureInfo.InvariantCulture) > AdvisedLimit
            ? new(field.Key, AdvisedLimit.ToString(CultureInfo.InvariantCulture))
            : field);

    /// <summary>The call for one workspace of an organisation.</summary>
    /// <param name="workspaceId">The workspace, or <see langword="null"/> for the call as it is.</param>
    /// <returns>The call.</returns>
    public SlackCall<TAnswer> In(string? workspaceId) => workspaceId is null ? this : this with { Form = [.. Form, new("team_id", workspaceId)] };

    /// <summary>Whether the call is for one workspace of an organisation.</summary>
    public bool IsInWorkspace => Form.Any(argument => argument.Key is "team_id");
}
