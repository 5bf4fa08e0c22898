namespace Host.Sample.Schedules;

/// <summary>What a schedule would do.</summary>
/// <param name="Words">When, in words.</param>
/// <param name="Cron">The expression as it would be stored; null: an interval.</param>
/// <param name="Times">The next times, in the schedule's zone.</param>
/// <param name="Notes">What happens on days on which the clocks change.</param>
public sealed record SchedulePreview(string Words, string? Cron, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<string> Notes);
