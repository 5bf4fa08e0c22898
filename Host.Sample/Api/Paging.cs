namespace Host.Sample.Api;

/// <summary>Bounds on what one request may ask for.</summary>
internal static class Paging
{
    public const int Default = 100;
    public const int Most = 1000;

    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static int Take(int? take) => take is null
        ? Default
        : take is >= 0 and <= Most
            ? take.Value
            : throw new HostException(HostProblem.Usage, $"'take' must be from 0 to {Most}.", "Ask for fewer rows at a time, or use the export for all of them.");

    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static int Skip(int? skip) => skip is null or >= 0
        ? skip ?? 0
        : throw new HostException(HostProblem.Usage, "'skip' must not be negative.", "Leave it out to begin at the first.");
}
