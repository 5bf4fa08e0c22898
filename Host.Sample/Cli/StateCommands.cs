using System.CommandLine;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>connectors state</c>: what a connector remembers from one run to the next.</summary>
internal static class StateCommands
{
    public static Command Create(Verb verb) => new("state", "What a connector remembers from one run to the next.") { Show(verb), Reset(verb) };

    private static Command Show(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("show", "Show what each stream goes on from.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            output.Rows(
                await rooms.GetRequiredService<StreamStates>().ListAsync(parsed.GetValue(connector)!, cancellationToken),
                "The connector has no streams.",
                ("Stream", state => state.StreamId),
                ("Goes on from", state => state.HighWaterMark ?? "the beginning"),
                ("Last complete in run", state => state.LastCompleteRunId),
                ("Reset", state => state.ResetAt),
                ("Why", state => state.ResetWhy));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Reset(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var stream = new Argument<string?>("stream") { Description = "The stream; all of them when it is left out.", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("reset", "Drop what is remembered: the next run asks for everything. Rows stay.") { connector, stream };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var states = rooms.GetRequiredService<StreamStates>();
            await states.ResetAsync(parsed.GetValue(connector)!, parsed.GetValue(stream), cancellationToken);

            if (output.IsJson)
            {
                output.Json(await states.ListAsync(parsed.GetValue(connector)!, cancellationToken));
            }
            else
            {
                output.Line($"What was remembered of {parsed.GetValue(stream) ?? "all streams"} is dropped; the next run asks for everything.");
            }

            return HostProblem.None;
        });

        return command;
    }
}
