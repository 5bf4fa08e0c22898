using System.CommandLine;
using Host.Sample.Support;

namespace Host.Sample.Cli;

/// <summary><c>support</c>: what somebody needs who is asked for help.</summary>
internal static class SupportCommands
{
    public static Command Create(Verb verb) => new("support", "What somebody needs who is asked for help: a redacted bundle, and debug lines for a while.") { Bundle(verb), Debug(verb), Status(verb) };

    private static Command Bundle(Verb verb)
    {
        var connector = Connector();
        var days = new Option<int?>("--days")
        {
            Description = $"How many days back the log goes. Default: {SupportRequest.UsualDays}.",
            HelpName = "days",
            CustomParser = CommandLineParsers.WholeOrNone(1, SupportRequest.MostDays),
        };
        var file = new Option<FileInfo?>("--output") { Description = "The file to write. Default: support-<moment>.zip in the current folder.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var command = new Command("bundle", "Pack versions, settings without their values, runs, shapes, the store's state and the log, without names, ids, dates or secrets.") { connector, days, file };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            // The store may be what is broken: nothing is asked of it before the bundle is.
            await using var rooms = HostRooms.Compose(called.Options, called.Secrets);
            var bundle = rooms.GetRequiredService<SupportBundle>();
            SupportRequest request = new(called.Parsed.GetValue(connector), called.Parsed.GetValue(days) ?? SupportRequest.UsualDays);
            await bundle.CheckAsync(request, cancellationToken);
            var target = called.Parsed.GetValue(file)?.FullName ?? Path.GetFullPath(SupportRequest.NameOf(rooms.GetRequiredService<TimeProvider>().GetUtcNow()));
            await using (FileStream content = new(target, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                await bundle.WriteAsync(request, content, cancellationToken);
            }

            if (called.Output.IsJson)
            {
                called.Output.Json(new { File = target, Bytes = new FileInfo(target).Length });
            }
            else
            {
                called.Output.Line($"Written to {target}.");
                called.Output.Line("Look through it before you hand it on: all of it is plain text; README.txt says how it was redacted.");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Debug(Verb verb)
    {
        var connector = Connector();
        var minutes = new Option<int?>("--minutes") { Description = "For how long; it ends by itself, also after a restart. At most a day.", HelpName = "minutes", CustomParser = CommandLineParsers.WholeOrNone(1, DebugLevel.MostMinutes) };
        var off = new Option<bool>("--off") { Description = "End it now." };
        var command = new Command("debug", "Let the hosts of this data folder write debug lines for a while: calls, how they ended, how long they took, what was waited for.") { minutes, connector, off };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var level = rooms.GetRequiredService<DebugLevel>();

            if (parsed.GetValue(off))
            {
                await level.EndAsync(cancellationToken);
            }
            else
            {
                await level.BeginAsync(
                    parsed.GetValue(minutes) ?? throw new HostException(HostProblem.Usage, "It is not said for how long.", "Add --minutes 30, or --off to end it."), parsed.GetValue(connector), cancellationToken);
            }

            Show(output, level.Read());

            return HostProblem.None;
        });

        return command;
    }

    private static Command Status(Verb verb)
    {
        var command = new Command("status", "Say whether debug lines are written, until when and at whose wish.");
        verb.Runs(command, (rooms, _, output, _) =>
        {
            Show(output, rooms.GetRequiredService<DebugLevel>().Read());

            return Task.FromResult(HostProblem.None);
        });

        return command;
    }

    private static void Show(Output output, DebugState? state)
    {
        if (output.IsJson)
        {
            output.Json(new { Debug = state });
        }
        else
        {
            output.Line(state is null ? "Debug lines are not written." : $"Debug lines of {state.Connector ?? "everything"} are written until {Words.Of(state.Until)}, as {state.By} wished. A host that serves notices within seconds.");
        }
    }

    private static Option<string?> Connector() => new("--connector") { Description = "The one connector that it is about, by name or number.", HelpName = "connector" };
}
