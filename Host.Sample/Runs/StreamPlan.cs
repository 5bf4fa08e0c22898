using System.Text.Json;
using Host.Sample.Database;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>Which streams a run collects: those chosen, in the order of the catalogue.</summary>
internal sealed class StreamPlan
{
    private StreamPlan(IReadOnlyList<StreamDescription> streams) => Streams = streams;

    public IReadOnlyList<StreamDescription> Streams { get; }

    /// <summary>The streams chosen for a connector.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.PluginUnavailable"/>: streams wait for each other in a circle. <see cref="HostProblem.Invalid"/>: none is chosen.</exception>
    public static StreamPlan Make(ConnectorDescription description, Connector connector)
    {
        var chosen = connector.StreamsJson is null ? null : JsonSerializer.Deserialize<HashSet<string>>(connector.StreamsJson);
        List<StreamDescription> streams = [.. description.Streams.Where(stream => chosen?.Contains(stream.Id) ?? stream.IsOnByDefault)];

        if (streams.Count == 0)
        {
            throw new HostException(HostProblem.Invalid, $"No stream of the connector '{connector.Name}' is chosen.", "Choose at least one stream.");
        }

        RefuseCircles(description);

        return new(streams);
    }

    private static void RefuseCircles(ConnectorDescription description)
    {
        HashSet<string> ready = [];
        List<StreamDescription> waiting = [.. description.Streams];

        while (waiting.Count > 0)
        {
            var next = waiting.Where(stream => stream.ReadsBack.All(id => ready.Contains(id) || !description.Streams.Any(other => other.Id == id))).ToList();

            if (next.Count == 0)
            {
                throw new HostException(
                    HostProblem.PluginUnavailable,
                    $"The streams {string.Join(", ", waiting.Select(stream => stream.Id))} of the plugin wait for each other in a circle.",
                    "Report it to whoever made the plugin.");
            }

            ready.UnionWith(next.Select(stream => stream.Id));
            waiting.RemoveAll(next.Contains);
        }
    }
}
