namespace Host.Sample.Licences;

/// <summary>The order in which positions come.</summary>
public enum PositionOrder
{
    /// <summary>By the account's key in the inventory: the order in which they are read, which costs nothing.</summary>
    Account,

    /// <summary>By name, ignoring case; those without one come last.</summary>
    Name,

    /// <summary>By kind of account; those without one come last.</summary>
    Type,

    /// <summary>Unknown, charged for, not charged for.</summary>
    Billed,

    /// <summary>By the moment that the last sign of use counts as; those without one come last.</summary>
    LastSeen,

    /// <summary>In the order of <see cref="LicenceStatus"/>.</summary>
    Status,
}
