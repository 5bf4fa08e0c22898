using System.Text.Json.Serialization;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>What one author wrote in one conversation on one day: counts and moments. Its short names are those in a checkpoint.</summary>
internal sealed class ChannelDay
{
    // Nobody calls that often; more would make a row as long as a page.
    private const int MostCalls = 200;

    [JsonIgnore]
    public string Channel { get; set; } = "";

    [JsonIgnore]
    public bool IsDirect { get; set; }

    /// <summary>Days since 1970.</summary>
    [JsonIgnore]
    public long Day { get; set; }

    [JsonPropertyName("a")]
    public required string Author { get; init; }

    [JsonPropertyName("k")]
    public required AuthorKind Kind { get; init; }

    [JsonPropertyName("p")]
    public string? AppId { get; set; }

    [JsonPropertyName("m")]
    public long Messages { get; set; }

    /// <summary>Of these, those with a subtype.</summary>
    [JsonPropertyName("n")]
    public long Notices { get; set; }

    [JsonPropertyName("t")]
    public long Threads { get; set; }

    [JsonPropertyName("r")]
    public long Replies { get; set; }

    /// <summary>Microseconds since 1970.</summary>
    [JsonPropertyName("f")]
    public long First { get; set; }

    /// <summary>Microseconds since 1970.</summary>
    [JsonPropertyName("l")]
    public long Last { get; set; }

    [JsonPropertyName("c")]
    public List<CallMet>? Calls { get; set; }

    /// <summary>Who wrote a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The best id that it gives, and what it names.</returns>
    public static (string Id, AuthorKind Kind) AuthorOf(SlackMessage message) => message switch
    {
        { User.Length: > 0 } => (message.User, AuthorKind.User),
        { BotId.Length: > 0 } => (message.BotId, AuthorKind.Bot),
        { BotProfile.Id.Length: > 0 } => (message.BotProfile.Id, AuthorKind.Bot),
        { AppId.Length: > 0 } => (message.AppId, AuthorKind.App),
        _ => ("unknown", AuthorKind.Unknown),
    };

    /// <summary>Counts a message; they come newest first.</summary>
    /// <param name="message">The message.</param>
    /// <param name="at">When it was written.</param>
    public void Add(SlackMessage message, long at)
    {
        Last = Messages == 0 ? at : Last;
        First = at;
        Messages++;
        Notices += string.IsNullOrEmpty(message.Subtype) ? 0 : 1;
        AppId ??= message.AppId ?? message.BotProfile?.AppId;

        if (message.ReplyCount is > 0)
        {
            Threads++;
            Replies += message.ReplyCount.Value;
        }

        foreach (var call in CallMet.In(message))
        {
            // The newest message of a call knows most of it.
            if (Calls?.Exists(known => known.Id == call.Id) is not true && Calls?.Count is not >= MostCalls)
            {
                (Calls ??= []).Add(call);
            }
        }
    }
}
