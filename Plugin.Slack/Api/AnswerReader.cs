using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>Turns a body into an answer. Immutable; shared by all calls of a stream.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <param name="type">How it is read.</param>
internal class AnswerReader<TAnswer>(JsonTypeInfo<TAnswer> type)
    where TAnswer : SlackAnswer
{
    /// <summary>Reads a body; damaged text is repaired and counted.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <returns>The answer, or <see langword="null"/> when the body is none.</returns>
    public TAnswer? Read(ReadOnlySpan<byte> body)
    {
        if (!JsonText.HasNul(body) && TryRead(body, out var answer))
        {
            return answer;
        }

        var (repaired, cleaned) = JsonText.Repair(body);

        try
        {
            if (!TryRead(repaired, out answer))
            {
                answer = ReadTolerantly(repaired);
            }

            if (answer is not null)
            {
                answer.CleanedCharacters = cleaned;
            }

            return answer;
        }
        finally
        {
            // A body may hold texts that must not outlive it.
            CryptographicOperations.ZeroMemory(repaired);
        }
    }

    /// <summary>Reads a body in which something is not of the expected type.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <returns>The answer without what could not be read, or <see langword="null"/>.</returns>
    protected virtual TAnswer? ReadTolerantly(ReadOnlySpan<byte> body) => null;

    /// <summary>Reads a body as it is.</summary>
    /// <param name="body">The body, UTF-8.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>Whether the body was understood.</returns>
    protected bool TryRead(ReadOnlySpan<byte> body, out TAnswer? answer)
    {
        try
        {
            answer = JsonSerializer.Deserialize(body, type);

            return true;
        }
        catch (JsonException)
        {
            answer = null;

            return false;
        }
    }
}
