namespace Host.Sample.Licences;

/// <summary>What taking a seat back really saves.</summary>
public enum ReclaimClass
{
    /// <summary>Nothing: it is not charged for now.</summary>
    NothingToday,

    /// <summary>A credit for the rest of the period that is paid for.</summary>
    Credit,

    /// <summary>Its price a period, from the next renewal on.</summary>
    FromRenewal,
}
