namespace Host.Sample.Licences;

/// <summary>An account's licence position.</summary>
public sealed record AccountPosition
{
    public required string AccountId { get; init; }

    /// <summary>The tenant that the account is of; null where the plugin does not say.</summary>
    public string? TenantId { get; init; }

    public string? DisplayName { get; init; }

    public string? Email { get; init; }

    /// <summary>The kind of account, in the service's word; null: not told.</summary>
    public string? AccountType { get; init; }

    /// <summary>The field or flag that decided the kind.</summary>
    public string? AccountTypeFrom { get; init; }

    /// <summary>Whether it can sign in, as the service says: <c>active</c>, <c>invited</c>, <c>deactivated</c>.</summary>
    public string? ServiceStatus { get; init; }

    public required BilledNow Billed { get; init; }

    /// <summary>Where that comes from, in words.</summary>
    public required string BilledSource { get; init; }

    public required LicenceStatus Status { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Why { get; init; }

    /// <summary>The latest sign of use; null: none.</summary>
    public AccountSignal? LastSeen { get; init; }

    /// <summary>What each source says.</summary>
    public required IReadOnlyList<AccountSignal> Signals { get; init; }

    /// <summary>The run in which the account was first met.</summary>
    public required long FirstMetInRun { get; init; }
}
