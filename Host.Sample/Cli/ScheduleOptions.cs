using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Schedules;

namespace Host.Sample.Cli;

/// <summary><c>schedules set</c> and <c>schedules preview</c>, which take the same options.</summary>
internal sealed class ScheduleOptions
{
    private const string None = "none";
    private const string Last = "last";
    private const string RunOnce = "run-once";
    private const string Wait = "wait";

    private static readonly Dictionary<string, DayOfWeek> Days = Enum.GetValues<DayOfWeek>().ToDictionary(day => day.ToString()[..3], StringComparer.OrdinalIgnoreCase);

    private readonly Argument<string> _connector = ConnectorCommands.NameArgument();
    private readonly Option<string?> _cron = new("--cron") { Description = "A cron expression: five fields, or six with the seconds first.", HelpName = "expression" };
    private readonly Option<int?> _every = new("--every") { Description = "An interval, at least 5 minutes: 30m, 6h, 1d.", HelpName = "interval", CustomParser = Interval };
    private readonly Option<string?> _daily = new("--daily") { Description = "Every day at a time: 02:00.", HelpName = "time" };
    private readonly Option<string?> _weekly = new("--weekly") { Description = "On days of the week, at the time of --at: mon,thu.", HelpName = "days" };
    private readonly Option<string?> _monthly = new("--monthly") { Description = "On a day of the month, at the time of --at: 1 to 31, or 'last'.", HelpName = "day" };
    private readonly Option<string?> _at = new("--at") { Description = "The time of day for --weekly and --monthly.", HelpName = "time" };
    private readonly Option<string?> _zone = new("--zone") { Description = $"The time zone, by its IANA name: Europe/London. A new schedule has this machine's ({ScheduleZones.Here}).", HelpName = "zone" };
    private readonly Option<int?> _jitter = new("--jitter") { Description = "Begin up to so many minutes later, each connector by a share of its own.", HelpName = "minutes", CustomParser = CommandLineParsers.WholeOrNone(0, ScheduleLimits.MostJitterMinutes) };
    private readonly Option<string?> _quiet = new("--quiet") { Description = $"Hours of the day in which nothing begins: 08:00-18:00; '{None}' takes them away.", HelpName = "from-to" };
    private readonly Option<string?> _missed = new("--missed") { Description = $"What becomes of times at which no host served: '{RunOnce}' or '{Wait}'.", HelpName = "policy" };
    private readonly Option<bool> _full = new("--full") { Description = "Ask for everything each time." };
    private readonly Option<bool> _notFull = new("--not-full") { Description = "Ask for what is new, as the connector says." };

    private ScheduleOptions(Command command)
    {
        command.Arguments.Add(_connector);

        foreach (var option in new Option[] { _cron, _every, _daily, _weekly, _monthly, _at, _zone, _jitter, _quiet, _missed, _full, _notFull })
        {
            command.Options.Add(option);
        }
    }

    public static Command Set(Verb verb)
    {
        var command = new Command("set", "Give a connector a schedule, or change the one that it has; what is left out stays.");
        ScheduleOptions options = new(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ScheduleService>();
            var name = parsed.GetValue(options._connector)!;
            var schedule = await service.SetAsync(name, options.Draft(parsed, await service.FindAsync(name, cancellationToken)), cancellationToken);

            if (output.IsJson)
            {
                output.Json(schedule);
            }
            else
            {
                ScheduleCommands.Tell(output, schedule);
                ScheduleCommands.Times(output, await service.TimesAsync(name, ScheduleService.TimesShown, cancellationToken), schedule.TimeZone);
                output.Line($"A host that serves '{Words.Plain(schedule.EndpointServer)}' begins its runs; it sees the change within seconds.");
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command Preview(Verb verb)
    {
        var command = new Command("preview", "Say what a schedule would do; nothing is changed.");
        ScheduleOptions options = new(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ScheduleService>();
            var name = parsed.GetValue(options._connector)!;
            var draft = options.Draft(parsed, await service.FindAsync(name, cancellationToken));
            var preview = await service.PreviewAsync(name, draft, cancellationToken);

            if (output.IsJson)
            {
                output.Json(preview);
            }
            else
            {
                output.Line(preview.Words + ".");
                ScheduleCommands.Times(output, preview.Times, draft.TimeZone ?? "");

                foreach (var note in preview.Notes)
                {
                    output.Line(note);
                }
            }

            return HostProblem.None;
        });

        return command;
    }

    private static HostException Usage(string message, string fix) => new(HostProblem.Usage, message, fix);

    private static int? Interval(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        var unit = text.Length == 0 ? 0 : text[^1] switch
        {
            'm' => 1,
            'h' => 60,
            'd' => 1440,
            _ => 0,
        };

        if (unit > 0 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= ScheduleLimits.MostEveryMinutes)
        {
            return number * unit;
        }

        result.AddError($"'{text}' does not fit --every: give a number and m, h or d, such as 30m, 6h or 1d.");

        return null;
    }

    private static TimeOnly Time(string? text, string option) => TimeOnly.TryParseExact(text ?? "", ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        ? time
        : throw Usage(text is null ? $"{option} is missing." : $"'{Words.Plain(text)}' does not fit {option}.", $"Give {option} a time of day, such as 02:00.");

    private ScheduleDraft Draft(ParseResult parsed, ScheduleView? known)
    {
        if (parsed.GetValue(_full) && parsed.GetValue(_notFull))
        {
            throw Usage("--full and --not-full say opposite things.", "Give one of them.");
        }

        var (cron, every) = When(parsed) ?? (known?.Cron, known?.EveryMinutes);
        var (from, to) = Quiet(parsed.GetValue(_quiet)) ?? (known?.QuietFrom, known?.QuietTo);

        return new()
        {
            Cron = cron,
            EveryMinutes = every,
            TimeZone = parsed.GetValue(_zone) ?? known?.TimeZone ?? ScheduleZones.Here,
            JitterMinutes = parsed.GetValue(_jitter) ?? known?.JitterMinutes ?? 0,
            QuietFrom = from,
            QuietTo = to,
            WhenMissed = parsed.GetValue(_missed) switch
            {
                null => known?.WhenMissed ?? ScheduleMisfire.RunOnce,
                RunOnce => ScheduleMisfire.RunOnce,
                Wait => ScheduleMisfire.Wait,
                var other => throw Usage($"'{Words.Plain(other)}' does not fit --missed.", $"Give '{RunOnce}' or '{Wait}'."),
            },
            IsFull = parsed.GetValue(_full) || (known is { IsFull: true } && !parsed.GetValue(_notFull)),
        };
    }

    private (string? Cron, int? Every)? When(ParseResult parsed)
    {
        List<(string? Cron, int? Every)> given = [];

        if (parsed.GetValue(_cron) is { } cron)
        {
            given.Add((cron, null));
        }

        if (parsed.GetValue(_every) is { } every)
        {
            given.Add((null, every));
        }

        if (parsed.GetValue(_daily) is { } daily)
        {
            given.Add((CronParts.Daily(Time(daily, "--daily")).ToCron(), null));
        }

        if (parsed.GetValue(_weekly) is { } weekly)
        {
            given.Add((CronParts.Weekly(WeekDays(weekly), Time(parsed.GetValue(_at), "--at")).ToCron(), null));
        }

        if (parsed.GetValue(_monthly) is { } monthly)
        {
            given.Add((CronParts.Monthly(DayOfMonth(monthly), Time(parsed.GetValue(_at), "--at")).ToCron(), null));
        }

        if (given.Count == 0 && parsed.GetValue(_at) is not null)
        {
            throw Usage("--at alone does not say on which days.", "Give --daily with the time, or --weekly or --monthly beside --at.");
        }

        return given.Count switch
        {
            0 => null,
            1 => given[0],
            _ => throw Usage("A schedule has one way to say when.", "Give one of --cron, --every, --daily, --weekly and --monthly."),
        };
    }

    private static List<DayOfWeek> WeekDays(string text) => [.. text.Split(',').Select(name => name.Trim() is { Length: >= 3 } word && Days.TryGetValue(word[..3], out var day) && day.ToString().StartsWith(word, StringComparison.OrdinalIgnoreCase)
        ? day
        : throw Usage($"'{Words.Plain(name)}' is no day of the week.", "Give days such as mon,thu."))];

    private static int DayOfMonth(string text) => text == Last
        ? CronParts.LastDay
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var day) && day is >= 1 and <= 31
            ? day
            : throw Usage($"'{Words.Plain(text)}' is no day of a month.", $"Give a number from 1 to 31, or '{Last}'.");

    private static (string? From, string? To)? Quiet(string? text) => text switch
    {
        null => null,
        None => (null, null),
        _ when text.Split('-') is [var from, var to] => (from, to),
        _ => throw Usage($"'{Words.Plain(text)}' does not fit --quiet.", $"Give two times, such as 08:00-18:00, or '{None}'."),
    };
}
