namespace Host.Sample.Licences;

/// <summary>Whether a seat is charged for as of the run.</summary>
public enum BilledNow
{
    /// <summary>The service did not say, or not in this run.</summary>
    Unknown,
    Yes,
    No,
}
