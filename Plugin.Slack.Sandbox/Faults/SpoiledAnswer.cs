using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Plugin.Slack.Sandbox.Faults;

/// <summary>Good answers made bad: the odd things that were met in Slack's records, or may be.</summary>
internal static class SpoiledAnswer
{
    private const long Second1970 = 86_400;

    private const long Second2100 = 4_102_444_800;

    private static readonly string[] Lists =
        ["members", "channels", "logins", "logs", "files", "messages", "usergroups", "users", "teams"];

    private static readonly string[] Singles = ["user", "channel", "file", "call", "profile", "team"];

    private static readonly string[] Keys = ["id", "ts", "user_id", "app_id", "service_id"];

    private static readonly string[] Moments =
    [
        "updated", "created", "timestamp", "date_first", "date_last", "date", "date_create", "date_update", "date_start", "date_end", "ts", "thread_ts", "latest_reply",
    ];

    private static readonly string[] Names =
    [
        "name", "name_normalized", "real_name", "real_name_normalized", "display_name", "display_name_normalized", "first_name", "last_name", "title", "username", "handle",
        "description", "app_type", "label",
    ];

    /// <summary>Where five megabytes do most harm, best first.</summary>
    private static readonly string[] LongTexts = ["user_agent", "text", "title", "scope", "name"];

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(string kind, ReadOnlyMemory<byte> good)
    {
        JsonNode answer = JsonNode.Parse(good.Span)!;
        switch (kind)
        {
            case FaultKind.NoKey:
                RemoveKey(answer);
                break;
            case FaultKind.NumbersAsText:
                Each(answer, (_, value) => value.GetValueKind() == JsonValueKind.Number ? value.ToJsonString() : null);
                break;
            case FaultKind.Dates1970:
                MoveMoments(answer, Second1970);
                break;
            case FaultKind.Dates2100:
                MoveMoments(answer, Second2100);
                break;
            case FaultKind.OddNames:
                // A woman at a computer is four letters in one; then writing turns round, and the text ends with NUL and a bell.
                Each(answer, (name, value) => Names.Contains(name) && value.GetValueKind() == JsonValueKind.String
                    ? $"\U0001F469\U0001F3FD\u200D\U0001F4BB \u202E{value.GetValue<string>()}\0\a"
                    : null);
                break;
            case FaultKind.HugeField:
                Enlarge(Records(answer).OfType<JsonObject>().FirstOrDefault());
                break;
            case FaultKind.FieldsArray:
                SetFields(answer, () => new JsonArray());
                break;
            case FaultKind.FieldsNull:
                SetFields(answer, () => null);
                break;
            case FaultKind.NoDeleted:
                foreach (JsonObject record in Records(answer).OfType<JsonObject>())
                {
                    record.Remove("deleted");
                }

                break;
        }

        return Encoding.UTF8.GetBytes(answer.ToJsonString(Options));
    }

    private static IEnumerable<JsonNode?> Records(JsonNode answer) =>
        Lists.Select(name => answer[name]).OfType<JsonArray>().FirstOrDefault()
        ?? Singles.Select(name => answer[name]).OfType<JsonObject>().Take(1).Cast<JsonNode?>();

    private static void RemoveKey(JsonNode answer)
    {
        if (answer["billable_info"] is JsonObject { Count: > 0 } seats)
        {
            // Here the key is the name of the property.
            string first = seats.First().Key;
            JsonNode? seat = seats[first]?.DeepClone();
            seats.Remove(first);
            seats.Insert(0, string.Empty, seat);
            return;
        }

        switch (Records(answer).FirstOrDefault())
        {
            case JsonObject record:
                foreach (string key in Keys)
                {
                    record.Remove(key);
                }

                break;
            case JsonValue { Parent: JsonArray list }:
                list[0] = null;
                break;
        }
    }

    private static void MoveMoments(JsonNode answer, long second)
    {
        if (Records(answer).FirstOrDefault() is not JsonObject record)
        {
            return;
        }

        foreach (string name in Moments)
        {
            switch (record[name]?.GetValueKind())
            {
                case JsonValueKind.Number:
                    bool isMilliseconds = record[name]!.GetValue<long>() > 100_000_000_000;
                    record[name] = isMilliseconds ? second * 1_000 : second;
                    break;
                case JsonValueKind.String:
                    string fraction = record[name]!.GetValue<string>().Contains('.', StringComparison.Ordinal) ? ".000100" : string.Empty;
                    record[name] = second.ToString(CultureInfo.InvariantCulture) + fraction;
                    break;
            }
        }
    }

    private static void Enlarge(JsonObject? record)
    {
        JsonObject? place = record?["profile"] as JsonObject ?? record;
        string? name = LongTexts.FirstOrDefault(text => place?[text]?.GetValueKind() == JsonValueKind.String);
        if (name is not null)
        {
            // One letter before them, so that a cut at an even place splits one of the pairs.
            place![name] = "x" + string.Concat(Enumerable.Repeat("\U0001F680", 1_250_000));
        }
    }

    private static void SetFields(JsonNode answer, Func<JsonNode?> fields)
    {
        foreach (JsonObject record in Records(answer).OfType<JsonObject>())
        {
            JsonObject? profile = record["profile"] as JsonObject ?? (answer["profile"] == record ? record : null);
            if (profile is not null)
            {
                profile["fields"] = fields();
            }
        }
    }

    /// <summary>Replaces every value of the records that a change wants replaced.</summary>
    private static void Each(JsonNode answer, Func<string, JsonNode, string?> change)
    {
        foreach (JsonObject record in Records(answer).OfType<JsonObject>())
        {
            EachOf(record, change);
        }
    }

    private static void EachOf(JsonObject record, Func<string, JsonNode, string?> change)
    {
        foreach ((string name, JsonNode? value) in record.ToArray())
        {
            if (value is JsonObject inner)
            {
                EachOf(inner, change);
            }
            else if (value is JsonValue && change(name, value) is { } replaced)
            {
                record[name] = replaced;
            }
        }
    }
}
