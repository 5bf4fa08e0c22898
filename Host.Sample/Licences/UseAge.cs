namespace Host.Sample.Licences;

/// <summary>How long ago the last sign of use of an account was, counted back from the run.</summary>
public enum UseAge
{
    /// <summary>On the day of the run, UTC.</summary>
    Today,

    /// <summary>Earlier, at most 7 days before the run.</summary>
    Within7Days,

    /// <summary>Earlier, at most 30 days.</summary>
    Within30Days,

    /// <summary>Earlier, at most 90 days.</summary>
    Within90Days,

    /// <summary>Earlier still.</summary>
    Older,

    /// <summary>No sign is known. That is not the same as inactive.</summary>
    NoEvidence,
}
