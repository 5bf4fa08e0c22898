using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>Turns the object keyed by user id into a list; a value that is not as documented becomes an empty place, so that it is counted.</summary>
internal sealed class BillableSeatsConverter : JsonConverter<List<BillableSeat?>>
{
    /// <inheritdoc/>
    public override List<BillableSeat?> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        List<BillableSeat?> seats = [];

        if (reader.TokenType is JsonTokenType.StartArray)
        {
            // PHP's way of writing an empty object.
            return reader.Read() && reader.TokenType is JsonTokenType.EndArray ? seats : throw new JsonException("A list of billable seats must be an object.");
        }

        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            throw new JsonException("The billable seats must be an object.");
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var userId = reader.GetString()!;
            reader.Read();
            seats.Add(ReadSeat(ref reader, userId));
        }

        return seats;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, List<BillableSeat?> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("Seats are only read.");

    private static BillableSeat? ReadSeat(ref Utf8JsonReader reader, string userId)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.TrySkip();

            return null;
        }

        bool? isBilled = null;
        var isReadable = true;

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            var isFlag = reader.ValueTextEquals("billing_active"u8);
            reader.Read();

            if (isFlag && reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            {
                isBilled = reader.TokenType is JsonTokenType.True;
            }
            else if (isFlag && reader.TokenType is not JsonTokenType.Null)
            {
                isReadable = false;
            }

            reader.TrySkip();
        }

        return isReadable ? new() { UserId = userId, BillingActive = isBilled } : null;
    }
}
