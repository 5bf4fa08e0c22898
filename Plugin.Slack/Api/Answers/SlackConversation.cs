using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A channel, without its topic and purpose: free text that the inventory does not need.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/objects/conversation-object/</remarks>
internal sealed class SlackConversation : ISlackRecord
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public bool? IsPrivate { get; init; }

    public bool? IsGroup { get; init; }

    public bool? IsArchived { get; init; }

    public bool? IsGeneral { get; init; }

    public bool? IsShared { get; init; }

    public bool? IsExtShared { get; init; }

    public bool? IsOrgShared { get; init; }

    public bool? IsReadOnly { get; init; }

    public bool? IsMember { get; init; }

    public long? NumMembers { get; init; }

    public bool? IsIm { get; init; }

    public bool? IsMpim { get; init; }

    /// <summary>The other one of a direct conversation.</summary>
    public string? User { get; init; }

    public bool? IsUserDeleted { get; init; }

    public string? Creator { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long? Created { get; set; }

    /// <summary>Milliseconds since 1970, unlike every other moment of Slack's.</summary>
    public long? Updated { get; set; }

    [JsonIgnore]
    public string? TeamId { get; set; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(Id);

    public int DropImpossibleMoments()
    {
        var dropped = 0;

        if (SlackMoment.IsImpossible(Created))
        {
            Created = null;
            dropped++;
        }

        if (SlackMoment.IsImpossibleMilliseconds(Updated))
        {
            Updated = null;
            dropped++;
        }

        return dropped;
    }
}
