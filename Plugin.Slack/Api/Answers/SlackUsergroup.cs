using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>A user group.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/objects/usergroup-object/</remarks>
internal sealed class SlackUsergroup : ISlackRecord
{
    public string? Id { get; init; }

    public string? TeamId { get; set; }

    public string? Name { get; init; }

    public string? Handle { get; init; }

    public bool? IsExternal { get; init; }

    public bool? IsIdpGroup { get; init; }

    public bool? IsOrgLevel { get; init; }

    public string? AutoType { get; init; }

    public string? CreatedBy { get; init; }

    public string? UpdatedBy { get; init; }

    public long? DateCreate { get; set; }

    public long? DateUpdate { get; set; }

    /// <summary>0 while the group is in use.</summary>
    public long? DateDelete { get; set; }

    public long? UserCount { get; init; }

    public long? ChannelCount { get; init; }

    /// <summary>The members' ids, when asked for.</summary>
    public List<string?>? Users { get; init; }

    [JsonIgnore]
    public bool HasKey => !string.IsNullOrEmpty(Id);

    [JsonIgnore]
    public bool IsRetired { get; private set; }

    public int DropImpossibleMoments()
    {
        var dropped = 0;

        // Before an impossible moment of deletion is taken out: that the group was disabled is known all the same.
        IsRetired = DateDelete is not null and not 0;

        if (SlackMoment.IsImpossible(DateCreate))
        {
            DateCreate = null;
            dropped++;
        }

        if (SlackMoment.IsImpossible(DateUpdate))
        {
            DateUpdate = null;
            dropped++;
        }

        if (SlackMoment.IsImpossible(DateDelete))
        {
            DateDelete = null;
            dropped++;
        }

        return dropped;
    }
}
