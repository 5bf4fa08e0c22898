using System.Globalization;
using Host.Sample.Database;

namespace Host.Sample.Schedules;

/// <summary>Schedules as people say them.</summary>
public static class ScheduleWords
{
    /// <summary><c>Every day at 02:00, Europe/London, up to 10 minutes later, not between 08:00 and 18:00</c>.</summary>
    public static string Of(string? cron, int? everyMinutes, string timeZone, int jitterMinutes, QuietHours? quiet)
    {
        var when = cron is null ? Every(everyMinutes ?? 0) : CronParts.Of(cron)?.Words() ?? $"By the cron expression '{cron}'";
        var zone = cron is null && quiet is null ? "" : $", {timeZone}";
        var jitter = jitterMinutes == 0 ? "" : $", up to {Span(jitterMinutes)} later";

        return $"{when}{zone}{jitter}{(quiet is null ? "" : $", not between {quiet.Words}")}";
    }

    internal static string Of(ConnectorSchedule schedule) => Of(
        schedule.Cron, schedule.EveryMinutes, schedule.TimeZone, schedule.JitterMinutes, schedule is { QuietFrom: { } from, QuietTo: { } to } ? new(from, to) : null);

    internal static string Of(SchedulePlan plan) => Of(
        plan.Cron, plan.Every is { } every ? (int)every.TotalMinutes : null, ScheduleZones.NameOf(plan.Zone), plan.JitterMinutes, plan.Quiet);

    /// <summary>What becomes of times that nobody was there for.</summary>
    public static string Of(ScheduleMisfire misfire) => misfire is ScheduleMisfire.RunOnce ? "run once when the host is back" : "wait for the next time";

    public static string Of(ScheduleOutcome outcome) => outcome switch
    {
        ScheduleOutcome.Begun => "begun",
        ScheduleOutcome.AtWork => "at work already",
        ScheduleOutcome.FeatureDisabled => "feature disabled",
        ScheduleOutcome.PluginUnavailable => "plugin unavailable",
        ScheduleOutcome.NotReady => "not ready",
        _ => "failed",
    };

    /// <summary>A length of minutes: <c>10 minutes</c>, <c>6 hours</c>, <c>1 hour 30 minutes</c>.</summary>
    public static string Span(int minutes)
    {
        var (days, hours, rest) = (minutes / 1440, minutes / 60 % 24, minutes % 60);

        return string.Join(' ', new[] { Counted(days, "day"), Counted(hours, "hour"), Counted(rest, "minute") }.Where(part => part.Length > 0)) is { Length: > 0 } words ? words : "0 minutes";
    }

    private static string Every(int minutes) => Span(minutes) is var span && span.StartsWith("1 ", StringComparison.Ordinal) && span.Count(letter => letter == ' ') == 1 ? $"Every {span[2..]}" : $"Every {span}";

    private static string Counted(int number, string unit) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
