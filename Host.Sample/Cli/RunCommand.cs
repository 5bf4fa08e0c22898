using System.CommandLine;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>connectors run</c>: collect here and now.</summary>
internal static class RunCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var full = new Option<bool>("--full") { Description = "Ask for everything, whatever is known from earlier runs." };
        var dry = new Option<bool>("--dry-run") { Description = "Say what the run would change and whether the change guard would hold it, and take it back." };
        var command = new Command("run", "Collect; takes up an interrupted run where it was.") { connector, full, dry };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var runs = rooms.GetRequiredService<RunService>();
            var wanted = await rooms.GetRequiredService<ConnectorService>().GetAsync(parsed.GetValue(connector)!, cancellationToken);

            if (rooms.GetRequiredService<HostOptions>().EndpointServer is var here && !string.Equals(wanted.EndpointServer, here, StringComparison.OrdinalIgnoreCase))
            {
                throw new HostException(
                    HostProblem.Conflict,
                    $"The connector '{wanted.Name}' belongs to the endpoint server '{wanted.EndpointServer}', and this command is the endpoint server '{here}'.",
                    $"Say which one it is: --endpoint-server \"{wanted.EndpointServer}\". Or ask for the run on a page or by REST: the host that serves '{wanted.EndpointServer}' executes it.");
            }

            var runId = await runs.ListAsync(wanted.Name, 1, cancellationToken) is [{ State: RunState.Queued or RunState.Running } open] && open.IsDryRun == parsed.GetValue(dry)
                ? open.Id
                : (await runs.QueueAsync(wanted.Name, "cli", parsed.GetValue(full), parsed.GetValue(dry), cancellationToken)).Id;
            var view = new RunOutput(output, runs, rooms.GetRequiredService<TimeProvider>());

            return view.Finish(await view.ExecuteAsync(runId, cancellationToken));
        });

        return command;
    }
}
