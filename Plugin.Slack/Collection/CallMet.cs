using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>A call or huddle that a message told of.</summary>
internal sealed record CallMet
{
    public required string Id { get; init; }

    public bool IsHuddle { get; init; }

    public string? AppId { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? Start { get; init; }

    /// <summary>Seconds since 1970; absent while the call went on.</summary>
    public long? End { get; init; }

    /// <summary>How many took part.</summary>
    public long? Participants { get; init; }

    /// <summary>The calls of a message.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Its calls, those without an id left out.</returns>
    public static IEnumerable<CallMet> In(SlackMessage message)
    {
        foreach (var block in message.Blocks ?? [])
        {
            if (block.Type is "call" && (block.CallId ?? block.Call?.V1?.Id) is { Length: > 0 } id)
            {
                yield return Of(id, block.Call?.V1, isHuddle: false);
            }
        }

        if (message.Subtype is "huddle_thread" or "sh_room_created" && message.Room is { Id.Length: > 0 } room)
        {
            yield return Of(room.Id, room, isHuddle: true);
        }
    }

    private static CallMet Of(string id, CallDetails? details, bool isHuddle) => new()
    {
        Id = id,
        IsHuddle = isHuddle,
        AppId = details?.AppId,
        CreatedBy = details?.CreatedBy,
        Start = Moment(details?.DateStart),
        End = Moment(details?.DateEnd),
        Participants = details?.Participants,
    };

    private static long? Moment(long? seconds) => seconds is 0 || SlackMoment.IsImpossible(seconds) ? null : seconds;
}
