using Host.Sample.Inventory;

namespace Host.Sample.Licences;

/// <summary>Which positions are wanted.</summary>
public sealed record PositionQuery
{
    public AsOf AsOf { get; init; }

    /// <summary>After how many days without use an account is idle; null: as the terms say.</summary>
    public int? IdleDays { get; init; }

    /// <summary>Those wanted; empty: all.</summary>
    public IReadOnlyList<LicenceStatus> Statuses { get; init; } = [];

    /// <summary>By whether the seat is charged for; empty: all.</summary>
    public IReadOnlyList<BilledNow> Billed { get; init; } = [];

    /// <summary>By the age of the last sign of use, of accounts that are not deactivated; empty: all.</summary>
    public IReadOnlyList<UseAge> Ages { get; init; } = [];

    /// <summary>Kinds of account in the service's words; empty: all.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>A text that id, name, e-mail address or kind must contain; null: any.</summary>
    public string? Search { get; init; }

    /// <summary>One account; null: all.</summary>
    public string? AccountId { get; init; }

    /// <summary>In which order.</summary>
    public PositionOrder Order { get; init; }

    public bool IsDescending { get; init; }

    public int Skip { get; init; }

    /// <summary>How many at most; null: all.</summary>
    public int? Take { get; init; }

    internal bool Fits(AccountPosition position, DateTimeOffset asOf) =>
        (Statuses.Count == 0 || Statuses.Contains(position.Status))
        && (Billed.Count == 0 || Billed.Contains(position.Billed))
        && (Ages.Count == 0 || (position.Status is not LicenceStatus.Deactivated && Ages.Contains(UseAges.Of(position, asOf))))
        && (Types.Count == 0 || Types.Contains(position.AccountType))
        && (AccountId is null || position.AccountId == AccountId)
        && (string.IsNullOrEmpty(Search) || Has(position.AccountId) || Has(position.DisplayName) || Has(position.Email) || Has(position.AccountType));

    private bool Has(string? text) => text?.Contains(Search!, StringComparison.OrdinalIgnoreCase) is true;
}
