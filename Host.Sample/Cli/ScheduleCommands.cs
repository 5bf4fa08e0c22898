using System.CommandLine;
using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Schedules;

namespace Host.Sample.Cli;

/// <summary><c>schedules</c>: when connectors run by themselves.</summary>
internal static class ScheduleCommands
{
    public static Command Create(Verb verb) => new("schedules", "Let connectors run by themselves: when, in which time zone, and when not.")
    {
        List(verb),
        Show(verb),
        ScheduleOptions.Set(verb),
        Pause(verb, "pause", "Let nothing begin by a schedule until it is resumed.", isPaused: true),
        Pause(verb, "resume", "Let a paused schedule begin again, from its next time on.", isPaused: false),
        Remove(verb),
        ScheduleOptions.Preview(verb),
    };

    /// <summary>Times as the schedule's zone and this machine's have them.</summary>
    public static void Times(Output output, IReadOnlyList<DateTimeOffset> times, string zone)
    {
        var here = ScheduleZones.Find(ScheduleZones.Here) ?? TimeZoneInfo.Utc;

        if (times.Count == 0)
        {
            return;
        }

        if (ScheduleZones.Here == zone)
        {
            output.Table(times, ($"Next, {zone}", time => Text(time)));
        }
        else
        {
            output.Table(times, ($"Next, {zone}", time => Text(time)), ($"Here, {ScheduleZones.Here}", time => Text(TimeZoneInfo.ConvertTime(time, here))));
        }
    }

    /// <summary>A schedule as people read it.</summary>
    public static void Tell(Output output, ScheduleView schedule)
    {
        output.Line($"{Words.Plain(schedule.Connector)}: {schedule.Words}.");
        output.Line($"  When missed   {ScheduleWords.Of(schedule.WhenMissed)}");
        output.Line($"  Asks for      {(schedule.IsFull ? "everything, each time" : "what is new, and everything now and then, as the connector says")}");
        output.Line($"  State         {(schedule.IsPaused ? "paused: nothing begins" : schedule.Problem is null ? "on" : "cannot be followed")}");

        if (schedule.JitterMinutes > 0)
        {
            output.Line($"  Its jitter    {Words.Duration(TimeSpan.FromSeconds(schedule.ShareSeconds))}, always the same");
        }

        output.Line($"  Last          {(schedule.Last is { } last ? LastWords(last) : "nothing yet")}");
        output.Line($"  Changed       {Words.Of(schedule.ChangedAt)} by {Words.Plain(schedule.ChangedBy)}");

        if (schedule.Problem is { } problem)
        {
            output.Failure(problem, schedule.ProblemFix ?? "");
        }
    }

    private static string LastWords(LastFiring last) => last.Outcome is ScheduleOutcome.Begun
        ? string.Create(CultureInfo.InvariantCulture, $"{Words.Of(last.FiredAt)}: run {last.RunId} began, {last.LateSeconds:0.0} s after its time")
        : $"{Words.Of(last.FiredAt)}: {ScheduleWords.Of(last.Outcome)}. {Words.Plain(last.Message ?? "")} {Words.Plain(last.Fix ?? "")}";

    private static string Text(DateTimeOffset time) => time.ToString("ddd yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static Command List(Verb verb)
    {
        var command = new Command("list", "List the schedules that there are, and when each begins next.");
        verb.Runs(command, async (rooms, _, output, cancellationToken) =>
        {
            output.Rows(
                await rooms.GetRequiredService<ScheduleService>().ListAsync(cancellationToken),
                "No connector has a schedule. 'schedules set' gives one.",
                ("Connector", schedule => schedule.Connector),
                ("Server", schedule => schedule.EndpointServer),
                ("When", schedule => schedule.Words),
                ("Next", schedule => schedule.IsPaused ? "paused" : schedule.Problem is not null ? "cannot be followed" : schedule.NextAt),
                ("Last", schedule => schedule.Last is { } last ? ScheduleWords.Of(last.Outcome) : ""),
                ("Run", schedule => schedule.Last?.RunId));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Show(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("show", "Show a connector's schedule, its next times and what became of the last one.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ScheduleService>();
            var schedule = await service.GetAsync(parsed.GetValue(connector)!, cancellationToken);
            var times = await service.TimesAsync(parsed.GetValue(connector)!, ScheduleService.TimesShown, cancellationToken);

            if (output.IsJson)
            {
                output.Json(new { Schedule = schedule, Times = times });
            }
            else
            {
                Tell(output, schedule);
                Times(output, times, schedule.TimeZone);
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Pause(Verb verb, string word, string description, bool isPaused)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command(word, description) { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var schedule = await rooms.GetRequiredService<ScheduleService>().PauseAsync(parsed.GetValue(connector)!, isPaused, cancellationToken);

            if (output.IsJson)
            {
                output.Json(schedule);
            }
            else
            {
                output.Line(isPaused
                    ? $"The schedule of '{Words.Plain(schedule.Connector)}' is paused: nothing begins by it."
                    : $"The schedule of '{Words.Plain(schedule.Connector)}' is on: {schedule.Words}. It begins next at {Words.Of(schedule.NextAt)}.");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Remove(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("remove", "Take a connector's schedule away; it then runs only when somebody asks for it.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            await rooms.GetRequiredService<ScheduleService>().RemoveAsync(parsed.GetValue(connector)!, cancellationToken);
            output.Line($"The schedule of '{Words.Plain(parsed.GetValue(connector)!)}' is gone.");

            return HostProblem.None;
        });

        return command;
    }
}
