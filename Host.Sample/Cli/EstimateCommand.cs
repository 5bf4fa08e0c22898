using System.CommandLine;
using System.Globalization;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>connectors estimate</c>: what a run would cost.</summary>
internal static class EstimateCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var full = new Option<bool>("--full") { Description = "As if everything were asked for." };
        var command = new Command("estimate", "Say how many calls the next run is expected to make, and how long they take at the rates that the service allows.") { connector, full };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var budget = await rooms.GetRequiredService<RunEstimates>().OfAsync(parsed.GetValue(connector)!, parsed.GetValue(full), cancellationToken);

            output.Rows(
                budget.Estimates,
                "The plugin does not say what a run will cost.",
                ("Stream", estimate => estimate.StreamId),
                ("Method", estimate => estimate.Method),
                ("Calls", estimate => estimate.Calls),
                ("Calls a minute", estimate => estimate.CallsPerMinute?.ToString("0.#", CultureInfo.InvariantCulture) ?? "as they come"),
                ("Minutes", estimate => estimate.CallsPerMinute is > 0 and { } rate ? (estimate.Calls / rate).ToString("0.0", CultureInfo.InvariantCulture) : ""),
                ("Based on", estimate => estimate.Basis));

            if (!output.IsJson)
            {
                output.Line(RunWords.Budget(budget));
            }

            return HostProblem.None;
        });

        return command;
    }
}
