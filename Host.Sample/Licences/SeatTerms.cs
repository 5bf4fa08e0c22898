namespace Host.Sample.Licences;

/// <summary>What a seat costs and until when it is paid for, as an administrator has told.</summary>
public sealed record SeatTerms
{
    /// <summary>What an idle seat is, unless told otherwise.</summary>
    public const int UsualIdleDays = 30;

    /// <summary>Nothing was told.</summary>
    public static SeatTerms None { get; } = new();

    /// <summary>The price of a seat for a <see cref="Period"/>; null: not told.</summary>
    public decimal? Price { get; init; }

    /// <summary>The price's currency, by ISO 4217: <c>EUR</c>.</summary>
    public string? Currency { get; init; }

    /// <summary>What the price is for, and how often is billed.</summary>
    public BillingPeriod Period { get; init; } = BillingPeriod.Month;

    /// <summary>The first day of the next term; null: not told.</summary>
    public DateOnly? Renewal { get; init; }

    /// <summary>Whether a contract holds instead of the service's usual rules: then every seat is paid for until the renewal, used or not.</summary>
    public bool IsContract { get; init; }

    /// <summary>After how many days without use an account is idle; null: as the service's rules suggest.</summary>
    public int? IdleDays { get; init; }
}
