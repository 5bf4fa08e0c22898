namespace Host.Sample.Licences;

/// <summary>What the store has of an account, through all the runs that are kept.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="TenantId">Its tenant.</param>
/// <param name="DisplayName">Its name.</param>
/// <param name="Email">Its e-mail address.</param>
/// <param name="Type">The kind of account.</param>
/// <param name="TypeFrom">What decided the kind.</param>
/// <param name="ServiceStatus">Whether it can sign in.</param>
/// <param name="BelongsToApp">Whether it belongs to an application.</param>
/// <param name="IsBilled">Whether the seat was charged for when it was last told.</param>
/// <param name="BilledRun">The last run that told that it was charged for; null: none.</param>
/// <param name="FirstRun">The run in which it was first met.</param>
/// <param name="Seen">The latest sign of use of each source.</param>
internal sealed record AccountEvidence(
    string AccountId,
    string? TenantId,
    string? DisplayName,
    string? Email,
    string? Type,
    string? TypeFrom,
    string? ServiceStatus,
    bool BelongsToApp,
    bool? IsBilled,
    long? BilledRun,
    long FirstRun,
    DateTimeOffset?[] Seen);
