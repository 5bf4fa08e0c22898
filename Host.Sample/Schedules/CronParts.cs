using System.Globalization;

namespace Host.Sample.Schedules;

/// <summary>The usual forms of a cron expression in parts, to be told in words and filled in by hand.</summary>
public sealed record CronParts
{
    /// <summary>The day that stands for a month's last one.</summary>
    public const int LastDay = 0;

    private static readonly string[] DayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    public CronKind Kind { get; init; }

    /// <summary>For <see cref="CronKind.Hourly"/>: hours from one time to the next, a divisor of 24.</summary>
    public int Hours { get; init; } = 1;

    /// <summary>For <see cref="CronKind.Hourly"/>: the minute of the hour.</summary>
    public int Minute { get; init; }

    /// <summary>For all but <see cref="CronKind.Hourly"/>: the times of the day, in their order.</summary>
    public IReadOnlyList<TimeOnly> At { get; init; } = [];

    /// <summary>For <see cref="CronKind.Weekly"/>: the days, from Monday on.</summary>
    public IReadOnlyList<DayOfWeek> Days { get; init; } = [];

    /// <summary>For <see cref="CronKind.Monthly"/>: the day, or <see cref="LastDay"/>.</summary>
    public int Day { get; init; } = 1;

    /// <summary>The hours that divide a day.</summary>
    public static IReadOnlyList<int> Steps { get; } = [1, 2, 3, 4, 6, 8, 12];

    public static CronParts Hourly(int hours, int minute) => new() { Kind = CronKind.Hourly, Hours = hours, Minute = minute };

    public static CronParts Daily(params IReadOnlyList<TimeOnly> at) => new() { Kind = CronKind.Daily, At = at };

    public static CronParts Weekly(IReadOnlyList<DayOfWeek> days, params IReadOnlyList<TimeOnly> at) => new() { Kind = CronKind.Weekly, Days = Sorted(days), At = at };

    public static CronParts Monthly(int day, params IReadOnlyList<TimeOnly> at) => new() { Kind = CronKind.Monthly, Day = day, At = at };

    /// <summary>The parts of an expression in the stored form; null: it has another form.</summary>
    public static CronParts? Of(string cron)
    {
        if (cron.Split(' ') is not ["0", var minutes, var hours, var day, "*", var weekday] || !Number(minutes.Split('/')[0], 0, 59, out var minute) || minutes.Contains('/', StringComparison.Ordinal))
        {
            return null;
        }

        var isAnyDay = day is "*" or "?";
        var isAnyWeekday = weekday is "*" or "?";

        if (isAnyDay && isAnyWeekday && StepOf(hours) is { } step)
        {
            return Hourly(step, minute);
        }

        if (TimesOf(hours, minute) is not { } at)
        {
            return null;
        }

        return (isAnyDay, isAnyWeekday) switch
        {
            (true, true) => Daily(at),
            (true, false) => DaysOf(weekday) is { } days ? days.Count == 7 ? Daily(at) : Weekly(days, at) : null,
            (false, true) when day is "L" => Monthly(LastDay, at),
            (false, true) when Number(day, 1, 31, out var ofMonth) => Monthly(ofMonth, at),
            _ => null,
        };
    }

    /// <summary>The expression in the stored form.</summary>
    public string ToCron()
    {
        if (Kind is CronKind.Hourly)
        {
            return string.Create(CultureInfo.InvariantCulture, $"0 {Minute} {(Hours == 1 ? "*" : $"0/{Hours}")} * * ?");
        }

        var minute = At.Count > 0 ? At[0].Minute : 0;
        var hours = string.Join(',', At.Select(time => time.Hour.ToString(CultureInfo.InvariantCulture)));
        var (day, weekday) = Kind switch
        {
            CronKind.Daily => ("*", "?"),
            CronKind.Weekly => ("?", string.Join(',', Days.Select(name => DayNames[(int)name]))),
            _ => (Day == LastDay ? "L" : Day.ToString(CultureInfo.InvariantCulture), "?"),
        };

        return string.Create(CultureInfo.InvariantCulture, $"0 {minute} {hours} {day} * {weekday}");
    }

    /// <summary>As people say it: <c>Every Monday and Thursday at 02:00</c>.</summary>
    public string Words() => Kind switch
    {
        CronKind.Hourly => string.Create(CultureInfo.InvariantCulture, $"Every {(Hours == 1 ? "hour" : $"{Hours} hours from 00:{Minute:00} on")}{(Hours > 1 ? "" : Minute == 0 ? ", on the hour" : $", at minute {Minute}")}"),
        CronKind.Daily => $"Every day at {Times()}",
        CronKind.Weekly when Days is [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday] => $"Every weekday, Monday to Friday, at {Times()}",
        CronKind.Weekly => $"Every {Listed(Days.Select(day => day.ToString()))} at {Times()}",
        _ when Day == LastDay => $"Every month on its last day at {Times()}",
        _ => string.Create(CultureInfo.InvariantCulture, $"Every month on day {Day} at {Times()}{(Day > 28 ? ", and not at all in months that have no such day" : "")}"),
    };

    public bool Equals(CronParts? other) => other is not null && ToCron() == other.ToCron();

    public override int GetHashCode() => ToCron().GetHashCode(StringComparison.Ordinal);

    private static List<DayOfWeek> Sorted(IReadOnlyList<DayOfWeek> days) => [.. days.Distinct().OrderBy(day => ((int)day + 6) % 7)];

    private static string Listed(IEnumerable<string> words) => words.ToList() switch
    {
        [] => "",
        [var one] => one,
        [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
    };

    private static int? StepOf(string hours) => hours is "*"
        ? 1
        : hours.Split('/') is ["0" or "*", var step] && Number(step, 1, 12, out var every) && Steps.Contains(every) ? every : null;

    private static List<TimeOnly>? TimesOf(string hours, int minute)
    {
        List<TimeOnly> times = [];

        foreach (var part in hours.Split(','))
        {
            if (!Number(part, 0, 23, out var hour))
            {
                return null;
            }

            times.Add(new(hour, minute));
        }

        times.Sort();

        return times;
    }

    private static List<DayOfWeek>? DaysOf(string weekday)
    {
        List<DayOfWeek> days = [];

        foreach (var part in weekday.Split(','))
        {
            var ends = part.Split('-').Select(DayOf).ToList();

            if (ends.Count > 2 || ends.Contains(null))
            {
                return null;
            }

            for (var day = ends[0]!.Value; ; day = (DayOfWeek)(((int)day + 1) % 7))
            {
                days.Add(day);

                if (day == ends[^1])
                {
                    break;
                }
            }
        }

        return days.Distinct().ToList();
    }

    private static DayOfWeek? DayOf(string text) => Number(text, 1, 7, out var number)
        ? (DayOfWeek)(number - 1)
        : Array.IndexOf(DayNames, text) is >= 0 and var index ? (DayOfWeek)index : null;

    private static bool Number(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private string Times() => Listed(At.Select(time => time.ToString("HH:mm", CultureInfo.InvariantCulture)));
}
