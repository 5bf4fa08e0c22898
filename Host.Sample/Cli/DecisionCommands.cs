using System.CommandLine;
using System.Globalization;
using Host.Sample.Api;
using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>runs accept</c>, <c>runs reject</c>, <c>runs rollback</c>: what people decide about runs.</summary>
internal static class DecisionCommands
{
    public static Command Accept(Verb verb) => Decision(
        verb, "accept", "Publish a run that the change guard holds: what it lost is really gone.", (decisions, run, note, cancellationToken) => decisions.AcceptAsync(run, note, cancellationToken), "is published; readers see it now.");

    public static Command Reject(Verb verb) => Decision(
        verb, "reject", "Take a run back that the change guard holds.", (decisions, run, note, cancellationToken) => decisions.RejectAsync(run, note, cancellationToken), "is rejected; readers see what they saw before.");

    public static Command RollBack(Verb verb)
    {
        var number = RunCommands.NumberArgument();
        var note = NoteOption();
        var yes = new Option<bool>("--yes") { Description = "Do it: every later run is taken back." };
        var command = new Command("rollback", "Make an earlier published run the one that readers see; later ones are taken back.") { number, note, yes };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            if (!parsed.GetValue(yes))
            {
                throw new HostException(HostProblem.Usage, string.Create(CultureInfo.InvariantCulture, $"Going back to run {parsed.GetValue(number)} takes every later run of its connector back."), "Add --yes to do it.");
            }

            var run = await rooms.GetRequiredService<RunDecisions>().RollBackAsync(parsed.GetValue(number), parsed.GetValue(note), cancellationToken);
            Show(output, run, "is what readers see again; the next run goes on from it.");

            return HostProblem.None;
        });

        return command;
    }

    private static Command Decision(Verb verb, string name, string description, Func<RunDecisions, long, string?, CancellationToken, Task<Run>> decide, string outcome)
    {
        var number = RunCommands.NumberArgument();
        var note = NoteOption();
        var command = new Command(name, description) { number, note };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var run = await decide(rooms.GetRequiredService<RunDecisions>(), parsed.GetValue(number), parsed.GetValue(note), cancellationToken);
            Show(output, run, outcome);

            return HostProblem.None;
        });

        return command;
    }

    private static Option<string?> NoteOption() => new("--note") { Description = "Why; it is kept with the run and in the audit trail.", HelpName = "text" };

    private static void Show(Output output, Run run, string outcome)
    {
        if (output.IsJson)
        {
            output.Json(RunView.Of(run));
        }
        else
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"Run {run.Id} {outcome}"));
        }
    }
}
