using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Connectors;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>runs</c>: what has been collected, and what it proves.</summary>
internal static class RunCommands
{
    private const int Usual = 20;

    public static Command Create(Verb verb) => new("runs", "The runs of the connectors.")
    {
        List(verb),
        Show(verb),
        Cancel(verb),
        ProofCommands.Certificate(verb),
        ProofCommands.Verify(verb),
        DecisionCommands.Accept(verb),
        DecisionCommands.Reject(verb),
        DecisionCommands.RollBack(verb),
    };

    private static Command List(Verb verb)
    {
        var connector = new Option<string?>("--connector") { Description = "Only those of this connector.", HelpName = "name" };
        var take = new Option<int>("--take") { Description = "How many at most.", DefaultValueFactory = _ => Usual, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, Paging.Most) };
        var command = new Command("list", "List runs, the latest first.") { connector, take };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var runs = await rooms.GetRequiredService<RunService>().ListAsync(parsed.GetValue(connector), parsed.GetValue(take), cancellationToken);
            var names = (await rooms.GetRequiredService<ConnectorService>().ListAsync(cancellationToken)).ToDictionary(known => known.Id, known => known.Name);

            if (output.IsJson)
            {
                output.Json(runs.Select(RunView.Of));

                return HostProblem.None;
            }

            output.Rows(
                runs,
                "No runs yet. 'connectors run' makes one.",
                ("Run", run => run.Id),
                ("Connector", run => names.GetValueOrDefault(run.ConnectorId)),
                ("State", run => RunWords.State(run.State)),
                ("Verdict", run => run.Verdict()),
                ("Began", run => run.StartedAt),
                ("Took", run => run.EndedAt - run.StartedAt),
                ("Asked for by", run => run.Trigger),
                ("Reason", run => run.Message));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Show(Verb verb)
    {
        var number = NumberArgument();
        var command = new Command("show", "Show a run with every stream's outcome, reason and fix.") { number };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var runs = rooms.GetRequiredService<RunService>();
            var run = await runs.GetAsync(parsed.GetValue(number), cancellationToken);

            if (output.IsJson)
            {
                output.Json(RunView.Of(run));
            }
            else
            {
                new RunOutput(output, runs, rooms.GetRequiredService<TimeProvider>()).Show(run);
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Cancel(Verb verb)
    {
        var number = NumberArgument();
        var command = new Command("cancel", "Ask a run to end; its changes are taken back.") { number };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var run = await rooms.GetRequiredService<RunService>().CancelAsync(parsed.GetValue(number), cancellationToken);

            if (output.IsJson)
            {
                output.Json(RunView.Of(run));
            }
            else
            {
                output.Line(run.EndedAt is null ? $"Run {run.Id} has been asked to end; it does so after the page in flight." : $"Run {run.Id} is {RunWords.State(run.State)}.");
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Argument<long> NumberArgument() => new("run") { Description = "The run's number; see 'runs list'.", CustomParser = CommandLineParsers.Run };
}
