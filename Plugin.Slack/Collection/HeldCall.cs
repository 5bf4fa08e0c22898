using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>A call or huddle, as a message told of it and, where it could be asked for, as <c>calls.info</c> does.</summary>
/// <param name="Met">What the message told.</param>
/// <param name="ChannelId">The conversation of the message.</param>
/// <param name="Info">What <c>calls.info</c> told, or <see langword="null"/>.</param>
internal sealed record HeldCall(CallMet Met, string? ChannelId, CallDetails? Info)
{
    /// <summary>When it began.</summary>
    public DateTimeOffset? StartedAt => Moment(Info?.DateStart) ?? Moment(Met.Start);

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt => Moment(Info?.DateEnd) ?? Moment(Met.End);

    /// <summary>How many took part.</summary>
    public long? Participants => Info?.Participants ?? Met.Participants;

    private static DateTimeOffset? Moment(long? seconds) => SlackMoment.IsImpossible(seconds) ? null : SlackMoment.FromSeconds(seconds);
}
