using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A call or huddle, without its title and the addresses by which one joins it. Blocks, huddles and <c>calls.info</c> each give a part of this.</summary>
internal sealed class CallDetails
{
    public string? Id { get; init; }

    public string? AppId { get; init; }

    public string? CreatedBy { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? DateStart { get; init; }

    /// <summary>Seconds since 1970; 0 or absent while the call goes on.</summary>
    public long? DateEnd { get; init; }

    /// <summary>In a block: how many ever took part.</summary>
    [JsonConverter(typeof(ListLengthConverter))]
    public long? AllParticipants { get; init; }

    /// <summary>In a huddle: how many ever took part.</summary>
    [JsonConverter(typeof(ListLengthConverter))]
    public long? ParticipantHistory { get; init; }

    /// <summary>In the answer of <c>calls.info</c>: how many ever took part.</summary>
    [JsonConverter(typeof(ListLengthConverter))]
    public long? Users { get; init; }

    /// <summary>How many took part, wherever it stands.</summary>
    [JsonIgnore]
    public long? Participants => AllParticipants ?? ParticipantHistory ?? Users;
}
