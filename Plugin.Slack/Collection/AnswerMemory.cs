using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>Answers to the calls of one preflight, so that what several streams ask is asked once; and what all of it cost. Not thread-safe.</summary>
internal sealed class AnswerMemory
{
    private readonly Dictionary<string, object> _answers = new(StringComparer.Ordinal);

    /// <summary>Calls made, retries included.</summary>
    public int Calls { get; private set; }

    /// <summary>Gives the answer to a call, and asks if nobody has asked before.</summary>
    /// <typeparam name="TAnswer">The answer's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cost">Where its cost is added.</param>
    /// <param name="ask">Asks.</param>
    /// <returns>The answer or the failure.</returns>
    public async Task<SlackResult<TAnswer>> GetAsync<TAnswer>(SlackCall<TAnswer> call, CallCost cost, Func<Task<SlackResult<TAnswer>>> ask)
        where TAnswer : SlackAnswer
    {
        var key = string.Join('\n', call.Form.Select(field => $"{field.Key}={field.Value}").Prepend(call.Method));

        if (_answers.TryGetValue(key, out var known) && known is SlackResult<TAnswer> result)
        {
            return result;
        }

        var before = cost.Calls;

        try
        {
            result = await ask();
        }
        finally
        {
            Calls += cost.Calls - before;
        }

        _answers[key] = result;

        return result;
    }
}
