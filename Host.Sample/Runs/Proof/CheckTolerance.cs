namespace Host.Sample.Runs.Proof;

/// <summary>How far two counts may lie apart because people come and go while a run goes on, before the difference weighs.</summary>
internal static class CheckTolerance
{
    /// <summary>So many may always differ.</summary>
    public const long Least = 5;

    /// <summary>The share of a count, in percent, that may differ.</summary>
    public const long Percent = 1;

    /// <summary>The share of all members of spaces or groups, in percent, that may be missing: the service counts by rules of its own.</summary>
    public const long MembersPercent = 10;

    public static long Of(long expected, long percent = Percent) => Math.Max(Least, expected * percent / 100);
}
