namespace Host.Sample.Runs.Guard;

/// <summary>What a run may lose.</summary>
public enum GuardFindingKind
{
    /// <summary>Accounts that are not deactivated.</summary>
    People,

    /// <summary>Seats that are charged for.</summary>
    BilledSeats,

    /// <summary>Rows of a stream.</summary>
    Rows,

    /// <summary>The end of a stream: it was complete in the published run and is not now.</summary>
    Completeness,
}
