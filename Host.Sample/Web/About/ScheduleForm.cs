using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Schedules;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Web.About;

/// <summary>A schedule as it is filled in.</summary>
internal sealed class ScheduleForm
{
    public const string AtField = "at";
    public const string DaysField = "days";

    public SchedulePreset Preset { get; set; } = SchedulePreset.Daily;

    public int Hours { get; set; } = 6;

    public string? Minute { get; set; } = "0";

    public string? At { get; set; } = "02:00";

    public HashSet<DayOfWeek> Days { get; } = [DayOfWeek.Monday];

    public int Day { get; set; } = 1;

    public string? EveryMinutes { get; set; } = "60";

    public string? Cron { get; set; } = "0 2 * * 1-5";

    public string? Zone { get; set; } = ScheduleZones.Here;

    public string? Jitter { get; set; } = "0";

    public bool HasQuietHours { get; set; }

    public string? QuietFrom { get; set; } = "08:00";

    public string? QuietTo { get; set; } = "18:00";

    public ScheduleMisfire WhenMissed { get; set; }

    public bool IsFull { get; set; }

    public int Revision { get; set; }

    public static ScheduleForm Of(ScheduleView? schedule)
    {
        ScheduleForm form = new();

        if (schedule is null)
        {
            return form;
        }

        (form.Zone, form.Jitter, form.WhenMissed, form.IsFull, form.Revision) = (schedule.TimeZone, Text(schedule.JitterMinutes), schedule.WhenMissed, schedule.IsFull, schedule.Revision);
        form.HasQuietHours = schedule.QuietFrom is not null;
        (form.QuietFrom, form.QuietTo) = (schedule.QuietFrom ?? form.QuietFrom, schedule.QuietTo ?? form.QuietTo);
        form.Cron = schedule.Cron ?? form.Cron;

        if (schedule.EveryMinutes is { } minutes)
        {
            (form.Preset, form.EveryMinutes) = (SchedulePreset.Interval, Text(minutes));
        }
        else
        {
            form.Fill(CronParts.Of(schedule.Cron ?? ""));
        }

        return form;
    }

    /// <summary>The schedule that it tells of.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>: a field holds no number or no time.</exception>
    public ScheduleDraft Draft()
    {
        List<SettingProblem> findings = [];
        ScheduleDraft draft = new()
        {
            Cron = WhenCron(findings),
            EveryMinutes = Preset is SchedulePreset.Interval ? Number(EveryMinutes, ScheduleCheck.EveryField, "The interval", findings) : null,
            TimeZone = Zone,
            JitterMinutes = Number(Jitter, ScheduleCheck.JitterField, "The jitter", findings),
            QuietFrom = HasQuietHours ? QuietFrom ?? "" : null,
            QuietTo = HasQuietHours ? QuietTo ?? "" : null,
            WhenMissed = WhenMissed,
            IsFull = IsFull,
            Revision = Revision,
        };

        return findings.Count == 0 ? draft : throw new HostException(HostProblem.Invalid, findings[0].Message, "Correct it and try again.") { Findings = findings };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string? text, string field, string what, List<SettingProblem> findings)
    {
        if (int.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        findings.Add(new(field, "no_number", $"{what} must be a whole number of minutes."));

        return 0;
    }

    private string? WhenCron(List<SettingProblem> findings)
    {
        switch (Preset)
        {
            case SchedulePreset.Interval:
                return null;

            case SchedulePreset.Cron:
                return Cron;

            case SchedulePreset.Hourly or SchedulePreset.EveryHours when int.TryParse(Minute?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var minute) && minute < 60:
                return CronParts.Hourly(Preset is SchedulePreset.Hourly ? 1 : Hours, minute).ToCron();

            case SchedulePreset.Hourly or SchedulePreset.EveryHours:
                findings.Add(new(AtField, "no_minute", "The minute of the hour is a number from 0 to 59."));

                return null;
        }

        if (!TimeOnly.TryParseExact(At?.Trim() ?? "", ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
        {
            findings.Add(new(AtField, "no_time", "Give a time of day, such as 02:00."));

            return null;
        }

        if (Preset is SchedulePreset.Weekly && Days.Count == 0)
        {
            findings.Add(new(DaysField, "no_day", "Tick at least one day."));

            return null;
        }

        return Preset switch
        {
            SchedulePreset.Weekly => CronParts.Weekly([.. Days], at),
            SchedulePreset.Monthly => CronParts.Monthly(Day, at),
            _ => CronParts.Daily(at),
        } is var parts ? parts.ToCron() : null;
    }

    private void Fill(CronParts? parts)
    {
        if (parts is null)
        {
            Preset = SchedulePreset.Cron;

            return;
        }

        // Several times of one day have no field of their own.
        Preset = parts switch
        {
            { Kind: CronKind.Hourly, Hours: 1 } => SchedulePreset.Hourly,
            { Kind: CronKind.Hourly } => SchedulePreset.EveryHours,
            { Kind: CronKind.Daily, At.Count: 1 } => SchedulePreset.Daily,
            { Kind: CronKind.Weekly, At.Count: 1 } => SchedulePreset.Weekly,
            { Kind: CronKind.Monthly, At.Count: 1 } => SchedulePreset.Monthly,
            _ => SchedulePreset.Cron,
        };

        Minute = Text(parts.Minute);
        Hours = parts.Hours > 1 ? parts.Hours : Hours;
        At = parts.At.Count == 1 ? parts.At[0].ToString("HH:mm", CultureInfo.InvariantCulture) : At;

        if (parts.Kind is CronKind.Weekly)
        {
            Days.Clear();
            Days.UnionWith(parts.Days);
        }

        Day = parts.Kind is CronKind.Monthly ? parts.Day : Day;
    }
}
