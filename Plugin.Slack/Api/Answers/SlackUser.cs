using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A user record, the inventory's fields only. Any field may be missing.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/objects/user-object/</remarks>
internal sealed class SlackUser : ISlackRecord
{
    public string? Id { get; init; }

    public string? TeamId { get; set; }

    public string? Name { get; init; }

    public string? RealName { get; init; }

    public bool? Deleted { get; init; }

    public bool? IsAdmin { get; init; }

    public bool? IsOwner { get; init; }

    public bool? IsPrimaryOwner { get; init; }

    public bool? IsRestricted { get; init; }

    public bool? IsUltraRestricted { get; init; }

    public bool? IsInvitedUser { get; init; }

    public bool? IsBot { get; init; }

    public bool? IsAppUser { get; init; }

    public bool? IsWorkflowBot { get; init; }

    public bool? IsConnectorBot { get; init; }

    public bool? IsStranger { get; init; }

    [JsonPropertyName("has_2fa")]
    public bool? HasTwoFactor { get; init; }

    public string? TwoFactorType { get; init; }

    public bool? IsEmailConfirmed { get; init; }

    public string? Tz { get; init; }

    public long? Updated { get; set; }

    public UserProfile? Profile { get; init; }

    public EnterpriseUser? EnterpriseUser { get; init; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(Id) && !string.IsNullOrEmpty(TeamId);

    public int DropImpossibleMoments()
    {
        var dropped = 0;

        if (SlackMoment.IsImpossible(Updated))
        {
            Updated = null;
            dropped++;
        }

        if (Profile is not null && SlackMoment.IsImpossible(Profile.GuestExpirationTs))
        {
            Profile.GuestExpirationTs = null;
            dropped++;
        }

        return dropped;
    }
}
