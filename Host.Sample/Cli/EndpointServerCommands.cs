using System.CommandLine;
using Host.Sample.EndpointServers;

namespace Host.Sample.Cli;

/// <summary><c>endpoint-servers</c>: the machines that run connectors.</summary>
internal static class EndpointServerCommands
{
    public static Command Create(Verb verb)
    {
        var list = new Command("list", "List the endpoint servers.");
        verb.Runs(list, async (rooms, _, output, cancellationToken) =>
        {
            var servers = await rooms.GetRequiredService<EndpointServerService>().ListAsync(cancellationToken);
            output.Rows(servers, "No endpoint servers yet.", ("Name", server => server.Name), ("Created", server => server.CreatedAt), ("Last seen", server => server.LastSeenAt));

            return HostProblem.None;
        });

        return new Command("endpoint-servers", "The machines that run connectors.") { list };
    }
}
