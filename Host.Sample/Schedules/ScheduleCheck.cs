using System.Globalization;
using Host.Sample.Plugins;
using Plugin.Abstractions.Settings;
using Quartz;

namespace Host.Sample.Schedules;

/// <summary>Makes a plan of what somebody gave, or says what is wrong with it, field by field.</summary>
public sealed class ScheduleCheck(ScheduleLimits limits, TimeProvider clock)
{
    public const string CronField = "cron";
    public const string EveryField = "everyMinutes";
    public const string ZoneField = "timeZone";
    public const string JitterField = "jitterMinutes";
    public const string QuietFromField = "quietFrom";
    public const string QuietToField = "quietTo";
    public const string MissedField = "whenMissed";

    // Looked at for times that lie too near to each other; a year of days and more.
    private const int TimesLookedAt = 400;

    private const int UnixFields = 5;

    /// <param name="draft">What was given.</param>
    /// <param name="connectorId">Of the connector, whose share of the jitter decides with.</param>
    /// <param name="countedFrom">From when on an interval is counted.</param>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/>, with a finding a field.</exception>
    public SchedulePlan Plan(ScheduleDraft draft, int connectorId, DateTimeOffset countedFrom)
    {
        List<SettingProblem> findings = [];
        var zone = Zone(draft, findings);
        var cron = Cron(draft, findings);
        var every = cron is null ? Every(draft, findings) : null;
        var quiet = Quiet(draft, findings);

        if (draft.JitterMinutes is < 0 or > ScheduleLimits.MostJitterMinutes)
        {
            findings.Add(new(JitterField, "jitter", $"The jitter must be from 0 to {ScheduleLimits.MostJitterMinutes} minutes."));
        }

        if (!Enum.IsDefined(draft.WhenMissed))
        {
            findings.Add(new(MissedField, "when_missed", "Say what becomes of times that were missed: run once, or wait."));
        }

        Require(findings);
        SchedulePlan plan = new()
        {
            Cron = cron?.CronExpressionString,
            Every = every,
            CountedFrom = countedFrom,
            Zone = zone!,
            JitterMinutes = draft.JitterMinutes,
            Quiet = quiet,
            WhenMissed = draft.WhenMissed,
            IsFull = draft.IsFull,
        };
        RequireTimes(plan, SchedulePlan.Share(connectorId, plan.JitterMinutes), findings);
        Require(findings);

        return plan;
    }

    private static void Require(List<SettingProblem> findings)
    {
        if (findings.Count > 0)
        {
            throw new HostException(HostProblem.Invalid, findings[0].Message, findings.Count == 1 ? "Correct it and try again." : "Correct what is named and try again.") { Findings = findings };
        }
    }

    private static TimeZoneInfo? Zone(ScheduleDraft draft, List<SettingProblem> findings)
    {
        var name = draft.TimeZone?.Trim() ?? "";

        if (ScheduleZones.Find(name) is { } zone)
        {
            return zone;
        }

        findings.Add(new(ZoneField, "time_zone", name.Length == 0
            ? "Choose a time zone, such as Europe/London or UTC."
            : $"This machine knows no time zone '{PluginWords.OneLine(name)}'. Give an IANA name such as Europe/London or UTC."));

        return null;
    }

    private static CronExpression? Cron(ScheduleDraft draft, List<SettingProblem> findings)
    {
        var text = string.Join(' ', (draft.Cron ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        if (text.Length == 0)
        {
            return null;
        }

        if (draft.EveryMinutes is not null)
        {
            findings.Add(new(CronField, "either", "Give either a cron expression or an interval, not both."));

            return null;
        }

        if (text.Length > ScheduleLimits.MostCronCharacters)
        {
            findings.Add(new(CronField, "cron", $"A cron expression has at most {ScheduleLimits.MostCronCharacters} characters."));

            return null;
        }

        try
        {
            return CronExpression.Parse(text.ToUpperInvariant(), text.Split(' ').Length == UnixFields ? CronFormat.Unix : CronFormat.Quartz);
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or OverflowException)
        {
            findings.Add(new(
                CronField,
                "cron",
                $"This is no cron expression: {PluginWords.OneLine(exception.Message).TrimEnd('.')}. Give five fields (minute hour day month weekday: 0 2 * * 1-5), or six with the seconds first (0 0 2 ? * MON-FRI)."));

            return null;
        }
    }

    private TimeSpan? Every(ScheduleDraft draft, List<SettingProblem> findings)
    {
        if (draft.EveryMinutes is not { } minutes)
        {
            if (findings.TrueForAll(finding => finding.Setting != CronField))
            {
                findings.Add(new(CronField, "when", "Say when: a cron expression, or an interval in minutes."));
            }

            return null;
        }

        if (minutes < limits.LeastBetween.TotalMinutes || minutes > ScheduleLimits.MostEveryMinutes)
        {
            findings.Add(new(EveryField, "interval", string.Create(
                CultureInfo.InvariantCulture, $"The interval must be from {Math.Ceiling(limits.LeastBetween.TotalMinutes)} minutes to {ScheduleLimits.MostEveryMinutes / 1440} days.")));

            return null;
        }

        return TimeSpan.FromMinutes(minutes);
    }

    private static QuietHours? Quiet(ScheduleDraft draft, List<SettingProblem> findings)
    {
        if (string.IsNullOrWhiteSpace(draft.QuietFrom) && string.IsNullOrWhiteSpace(draft.QuietTo))
        {
            return null;
        }

        var from = Time(draft.QuietFrom, QuietFromField, findings);
        var to = Time(draft.QuietTo, QuietToField, findings);

        if (from is { } begin && from == to)
        {
            findings.Add(new(QuietToField, "quiet_hours", $"Quiet hours from {begin:HH:mm} to {begin:HH:mm} are none, or the whole day. Give two different times; to let nothing begin, pause the schedule."));
        }

        return from is null || to is null ? null : new(from.Value, to.Value);
    }

    private static TimeOnly? Time(string? text, string field, List<SettingProblem> findings)
    {
        if (TimeOnly.TryParseExact(text?.Trim() ?? "", ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        findings.Add(new(field, "quiet_hours", string.IsNullOrWhiteSpace(text)
            ? "Quiet hours need both a beginning and an end, such as 08:00 and 18:00."
            : $"'{PluginWords.OneLine(text)}' is no time of day. Give one such as 08:00."));

        return null;
    }

    private void RequireTimes(SchedulePlan plan, TimeSpan share, List<SettingProblem> findings)
    {
        var now = clock.GetUtcNow();

        if (plan.Cron is { } cron)
        {
            CronExpression expression = new(cron, plan.Zone);

            if (expression.GetNextValidTimeAfter(now) is null)
            {
                findings.Add(new(CronField, "never", $"'{PluginWords.OneLine(cron)}' never comes: no day from now on matches it. Check day, month and year."));

                return;
            }

            if (Least(expression, now) is { } least && least < limits.LeastBetween)
            {
                findings.Add(new(CronField, "too_often", string.Create(
                    CultureInfo.InvariantCulture,
                    $"This comes again after {Length(least)}. At least {Length(limits.LeastBetween)} must lie between two times: a run that is asked for while the one before is at work does nothing.")));

                return;
            }
        }

        if (plan.After(now, share) is null)
        {
            findings.Add(new(QuietFromField, "never", "Every time of this schedule falls into the quiet hours, so nothing would ever begin."
                + (share > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" (This connector's share of the jitter is {Length(share)}.)") : "") + " Move the time or the quiet hours."));
        }
    }

    private static TimeSpan? Least(CronExpression expression, DateTimeOffset moment)
    {
        TimeSpan? least = null;
        DateTimeOffset? before = null;

        for (var looked = 0; looked < TimesLookedAt && expression.GetNextValidTimeAfter(moment) is { } time; looked++)
        {
            least = before is { } last && (least is null || time - last < least) ? time - last : least;
            before = moment = time;
        }

        return least;
    }

    private static string Length(TimeSpan span) => span < TimeSpan.FromMinutes(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0} second{(span.TotalSeconds == 1 ? "" : "s")}")
        : span.TotalMinutes % 1 == 0 ? ScheduleWords.Span((int)span.TotalMinutes) : string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0.#} minutes");
}
