using System.CommandLine;
using Host.Sample.EndpointServers;

namespace Host.Sample.Cli;

/// <summary><c>endpoint-servers</c>: the machines that run connectors.</summary>
internal static class EndpointServerCommands
{
    private static Command Processes(Verb verb)
    {
        var name = new Argument<string?>("endpoint-server") { Description = "Only those of this one.", Arity = ArgumentArity.ZeroOrOne, HelpName = "name" };
        var command = new Command("processes", "List the processes that serve them, and those that were heard of within a day.") { name };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var wanted = parsed.GetValue(name) is { } server ? (await rooms.GetRequiredService<EndpointServerService>().GetAsync(server, cancellationToken)).Name : null;
            output.Rows(
                await rooms.GetRequiredService<ServerProcesses>().ListAsync(wanted, cancellationToken),
                "No host serves, and none has within a day.",
                ("Endpoint server", process => process.EndpointServer),
                ("Machine", process => process.Machine),
                ("Process", process => process.Number),
                ("State", process => process.IsPresent ? "serves" : "silent"),
                ("Serves since", process => process.StartedAt),
                ("Last heard of", process => process.LastSeenAt),
                ("Host", process => process.Version),
                ("Plugins", process => string.Join(", ", process.Plugins.Select(plugin => $"{plugin.Id} {plugin.Version}"))),
                ("Clock ahead", process => TimeSpan.FromSeconds(Math.Round(process.ClockAheadSeconds))));

            return HostProblem.None;
        });

        return command;
    }

    public static Command Create(Verb verb)
    {
        var list = new Command("list", "List the endpoint servers.");
        verb.Runs(list, async (rooms, _, output, cancellationToken) =>
        {
            var servers = await rooms.GetRequiredService<EndpointServerService>().ListAsync(cancellationToken);
            var present = (await rooms.GetRequiredService<ServerProcesses>().ListAsync(null, cancellationToken)).Where(process => process.IsPresent).ToLookup(process => process.EndpointServer, StringComparer.OrdinalIgnoreCase);
            output.Rows(
                servers,
                "No endpoint servers yet.",
                ("Name", server => server.Name),
                ("Created", server => server.CreatedAt),
                ("Last seen", server => server.LastSeenAt),
                ("Served by", server => present[server.Name].Any() ? string.Join(", ", present[server.Name].Select(process => $"{process.Machine}/{process.Number}")) : "nobody now"));

            return HostProblem.None;
        });

        return new Command("endpoint-servers", "The machines that run connectors.") { list, Processes(verb) };
    }
}
