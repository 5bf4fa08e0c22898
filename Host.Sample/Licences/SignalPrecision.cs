namespace Host.Sample.Licences;

/// <summary>How exactly a sign of use tells when it was.</summary>
public enum SignalPrecision
{
    /// <summary>To the second.</summary>
    Second,

    /// <summary>At some time of the day, UTC.</summary>
    Day,

    /// <summary>At some time between two moments.</summary>
    Window,
}
