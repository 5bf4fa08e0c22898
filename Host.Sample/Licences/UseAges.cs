namespace Host.Sample.Licences;

/// <summary>The one rule by which ages of use are told.</summary>
public static class UseAges
{
    /// <summary>The age of an account's last sign of use.</summary>
    /// <param name="position">The account's position.</param>
    /// <param name="asOf">When the run began.</param>
    public static UseAge Of(AccountPosition position, DateTimeOffset asOf) => position.LastSeen?.CountsAs switch
    {
        null => UseAge.NoEvidence,
        { } at when at >= new DateTimeOffset(asOf.UtcDateTime.Date, TimeSpan.Zero) => UseAge.Today,
        { } at when at >= asOf.AddDays(-7) => UseAge.Within7Days,
        { } at when at >= asOf.AddDays(-30) => UseAge.Within30Days,
        { } at when at >= asOf.AddDays(-90) => UseAge.Within90Days,
        _ => UseAge.Older,
    };
}
