namespace Host.Sample.Schedules;

/// <summary>What a schedule may be.</summary>
/// <param name="LeastBetween">The least that lies between two times: a run that begins while the one before is at work does nothing.</param>
public sealed record ScheduleLimits(TimeSpan LeastBetween)
{
    public const int MostEveryMinutes = 31 * 24 * 60;

    public const int MostJitterMinutes = 12 * 60;

    public const int MostCronCharacters = 200;

    public static ScheduleLimits Usual { get; } = new(TimeSpan.FromMinutes(5));
}
