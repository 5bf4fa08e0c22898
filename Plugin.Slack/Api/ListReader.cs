using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Api;

/// <summary>Reads an answer with a list: at full speed when all is well, and record by record when it is not, so that one bad record costs one record.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <typeparam name="TRecord">The record's type.</typeparam>
/// <param name="answerType">How the answer is read.</param>
/// <param name="recordType">How a record is read.</param>
/// <param name="property">The name of the list, with the names of the objects around it: <c>profile.fields</c>.</param>
internal sealed class ListReader<TAnswer, TRecord>(JsonTypeInfo<TAnswer> answerType, JsonTypeInfo<TRecord> recordType, string property) : AnswerReader<TAnswer>(answerType)
    where TAnswer : ListAnswer<TRecord>
    where TRecord : class
{
    private readonly string[] _path = property.Split('.');

    /// <inheritdoc/>
    protected override TAnswer? ReadTolerantly(ReadOnlySpan<byte> body)
    {
        List<TRecord?> records = [];
        var unreadable = 0;
        int start;
        int end;

        try
        {
            var reader = new Utf8JsonReader(body);

            if (!FindList(ref reader))
            {
                return null;
            }

            start = (int)reader.TokenStartIndex;

            while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
            {
                if (ReadRecord(ref reader, body) is { } record)
                {
                    records.Add(record);
                }
                else
                {
                    unreadable++;
                }
            }

            end = (int)reader.BytesConsumed;
        }
        catch (JsonException)
        {
            return null;
        }

        // What is left holds no record, and so no text of one.
        byte[] rest = [.. body[..start], (byte)'[', (byte)']', .. body[end..]];

        if (!TryRead(rest, out var answer) || answer?.Records is not { } list)
        {
            return null;
        }

        list.AddRange(records);
        answer.Unreadable = unreadable;

        return answer;
    }

    private bool FindList(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        foreach (var name in _path)
        {
            if (reader.TokenType is not JsonTokenType.StartObject || !FindProperty(ref reader, name))
            {
                return false;
            }
        }

        return reader.TokenType is JsonTokenType.StartArray;
    }

    private static bool FindProperty(ref Utf8JsonReader reader, string name)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isFound = reader.ValueTextEquals(name);
            reader.Read();

            if (isFound)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private TRecord? ReadRecord(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();

        try
        {
            return JsonSerializer.Deserialize(body[start..(int)reader.BytesConsumed], recordType);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
