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

    /// <summary>By how much the two figures of a check may differ before the verdict suffers, in words.</summary>
    public static string Words(StreamCheck check) => check switch
    {
        { Id: "evidence" } => "none",
        { Expected: null } or { Id: ReferenceChecks.Strangers or ReferenceChecks.Declared } => "any: it is told and weighs nothing",
        { Id: CountChecks.MemberCount, Expected: { } told } => Words(Of(told, MembersPercent), MembersPercent),
        { Expected: { } expected } => Words(Of(expected), Percent),
    };

    public static long Of(long expected, long percent = Percent) => Math.Max(Least, expected * percent / 100);

    private static string Words(long allowed, long percent) => allowed > Least ? $"{Cli.Words.Number(allowed)} ({percent} %)" : Cli.Words.Number(allowed);
}
