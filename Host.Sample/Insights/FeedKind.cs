namespace Host.Sample.Insights;

/// <summary>A kind of event in the change feed.</summary>
/// <param name="Name">A stable word: <c>account.joined</c>.</param>
/// <param name="Meaning">When it is told, in a sentence.</param>
public sealed record FeedKind(string Name, string Meaning)
{
    public const string AccountJoined = "account.joined";
    public const string AccountLeft = "account.left";
    public const string AccountReactivated = "account.reactivated";
    public const string AccountStatusChanged = "account.status_changed";
    public const string AccountTypeChanged = "account.type_changed";
    public const string SeatBillingChanged = "seat.billing_changed";
    public const string AppEnabled = "app.enabled";
    public const string AppDisabled = "app.disabled";
    public const string AppScopesChanged = "app.scopes_changed";

    /// <summary>All of them: the one list.</summary>
    public static IReadOnlyList<FeedKind> All { get; } =
    [
        new(AccountJoined, "An account is there that was not, and it is not deactivated."),
        new(AccountLeft, "An account that was not deactivated is gone, or its status has become deactivated."),
        new(AccountReactivated, "The status of an account was deactivated and is another one now."),
        new(AccountStatusChanged, "The status of an account has changed in any other way, such as from invited to active."),
        new(AccountTypeChanged, "The type of an account has changed, to or from a guest included."),
        new("account.changed", "Other columns of an account have changed."),
        new("seat.added", "A seat is there that was not."),
        new("seat.removed", "A seat is gone."),
        new(SeatBillingChanged, "A seat is charged for that was not, is no longer charged for, or it has become known or unknown."),
        new("seat.changed", "Other columns of a seat have changed."),
        new("app.added", "An application is there that was not."),
        new("app.removed", "An application is gone."),
        new(AppEnabled, "An application that was switched off is on again."),
        new(AppDisabled, "An application was switched off."),
        new(AppScopesChanged, "The permissions of an application have changed."),
        new("app.changed", "Other columns of an application have changed."),
        new("group.added", "A group is there that was not."),
        new("group.removed", "A group is gone."),
        new("group.archived", "A group is no longer in use."),
        new("group.restored", "A group is in use again."),
        new("group.changed", "Other columns of a group have changed, such as its name or how many members it has."),
        new("group.member_added", "An account is in a group in which it was not."),
        new("group.member_removed", "An account is no longer in a group."),
        new("group.member_changed", "Columns of a membership have changed."),
        new("space.added", "A space is there that was not."),
        new("space.removed", "A space is gone."),
        new("space.archived", "A space is no longer in use."),
        new("space.restored", "A space is in use again."),
        new("space.changed", "Other columns of a space have changed, such as its name or how many members it has."),
        new("space.member_added", "An account is in a space in which it was not."),
        new("space.member_removed", "An account is no longer in a space."),
        new("space.member_changed", "Columns of a membership have changed."),
        new("row.added", "Any other row is there that was not; so is an account that was deactivated when it was first seen."),
        new("row.removed", "Any other row is gone; so is an account that was deactivated already."),
        new("row.changed", "Columns of any other row have changed."),
    ];
}
