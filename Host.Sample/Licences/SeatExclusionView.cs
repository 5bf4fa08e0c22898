using Host.Sample.Database;

namespace Host.Sample.Licences;

/// <summary>An exclusion.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">Whether it is of an account or of a group's members.</param>
/// <param name="SubjectId">The account's or the group's id at the service.</param>
/// <param name="Reason">Why.</param>
/// <param name="ExpiresAt">The last moment at which it holds; null: until it is taken away.</param>
/// <param name="IsExpired">Whether that has passed: then it leaves nobody out.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
public sealed record SeatExclusionView(int Id, SeatExclusionKind Kind, string SubjectId, string Reason, DateTimeOffset? ExpiresAt, bool IsExpired, string CreatedBy, DateTimeOffset CreatedAt)
{
    /// <summary>The name by which people know the account or group, as of the published run; null: it has none, or is not there any more.</summary>
    public string? Name { get; init; }

    internal static SeatExclusionView Of(SeatExclusion exclusion, DateTimeOffset now) =>
        new(exclusion.Id, exclusion.Kind, exclusion.SubjectId, exclusion.Reason, exclusion.ExpiresAt, exclusion.ExpiresAt < now, exclusion.CreatedBy, exclusion.CreatedAt);
}
