using System.Diagnostics.CodeAnalysis;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>What a call came to: an answer or a failure.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
internal readonly struct SlackResult<TAnswer>
    where TAnswer : SlackAnswer
{
    private SlackResult(TAnswer? answer, SlackFailure? failure)
    {
        Answer = answer;
        Failure = failure;
    }

    /// <summary>The answer, or <see langword="null"/>.</summary>
    public TAnswer? Answer { get; }

    /// <summary>The failure, or <see langword="null"/>.</summary>
    public SlackFailure? Failure { get; }

    public static implicit operator SlackResult<TAnswer>(TAnswer answer) => new(answer, null);

    public static implicit operator SlackResult<TAnswer>(SlackFailure failure) => new(null, failure);

    /// <summary>Takes it apart.</summary>
    /// <param name="answer">The answer when there is one.</param>
    /// <param name="failure">The failure when there is none.</param>
    /// <returns>Whether there is an answer.</returns>
    public bool TryGet([NotNullWhen(true)] out TAnswer? answer, [NotNullWhen(false)] out SlackFailure? failure)
    {
        answer = Answer;
        failure = Failure;

        return answer is not null;
    }
}
