namespace Plugin.Abstractions.Collection;

/// <summary>What a column means to a software-asset manager, whatever the service calls it.</summary>
public enum ColumnSemantic
{
    /// <summary>Nothing special.</summary>
    None,

    /// <summary>The tenant's id.</summary>
    TenantId,

    /// <summary>The tenant's name.</summary>
    TenantName,

    /// <summary>The id of an account.</summary>
    AccountId,

    /// <summary>An account's e-mail address.</summary>
    Email,

    /// <summary>The name under which people know an account, app, group or space.</summary>
    DisplayName,

    /// <summary>Whether an account can sign in: <c>active</c>, <c>invited</c>, <c>deactivated</c>.</summary>
    AccountStatus,

    /// <summary>The kind of account: owner, member, guest, bot …</summary>
    AccountType,

    /// <summary>Whether the seat is charged for now.</summary>
    SeatBilled,

    /// <summary>When a sign of use was given.</summary>
    ActivityAt,

    /// <summary>What kind of sign it was.</summary>
    ActivityKind,

    /// <summary>The id of a group.</summary>
    GroupId,

    /// <summary>The id of a space.</summary>
    SpaceId,

    /// <summary>Whether a space, group or app is no longer in use.</summary>
    IsRetired,

    /// <summary>How many members a group or space has.</summary>
    MemberCount,

    /// <summary>The id of an application.</summary>
    AppId,

    /// <summary>What happened to an application: <c>added</c>, <c>removed</c>, <c>enabled</c>, <c>disabled</c>, <c>updated</c>.</summary>
    AppChange,

    /// <summary>When something happened to an application.</summary>
    AppChangedAt,

    /// <summary>The field or flag that decided the kind of an account, so that nobody has to believe the kind.</summary>
    AccountTypeReason,

    /// <summary>The account that made, installed or answers for a space, group or application.</summary>
    ResponsibleAccountId,

    /// <summary>The permissions that an application has: a JSON list of texts, or texts separated by commas.</summary>
    AppScopes,
}
