using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Plugins;
using Plugin.Abstractions;

namespace Host.Sample.Connectors;

/// <summary>Which streams somebody wants: by outcomes, one by one, or as a connector has them.</summary>
/// <param name="Outcomes">The ids of the outcomes that were asked for.</param>
/// <param name="Streams">The ids of all streams that this takes, in the order of the description.</param>
/// <param name="Scopes">Scopes that the outcomes take beyond those of the streams.</param>
public sealed record StreamChoice(IReadOnlyList<string> Outcomes, IReadOnlyList<string> Streams, IReadOnlyList<string> Scopes)
{
    /// <summary>What outcomes and streams come to together; with neither, what is otherwise chosen.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Invalid"/> with findings: there is no such outcome or stream.</exception>
    public static StreamChoice Of(ConnectorDescription description, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams, Connector? connector)
    {
        ConnectorService.Require([.. Check(description, outcomes, streams)]);
        var wanted = description.Outcomes.Where(outcome => outcomes.Contains(outcome.Id)).ToList();
        HashSet<string> chosen = outcomes.Count + streams.Count > 0
            ? [.. wanted.SelectMany(outcome => outcome.Streams), .. streams]
            : connector?.StreamsJson is { } stored
                ? JsonSerializer.Deserialize<HashSet<string>>(stored)!
                : [.. description.Streams.Where(stream => stream.IsOnByDefault).Select(stream => stream.Id)];

        return new([.. wanted.Select(outcome => outcome.Id)], [.. description.Streams.Select(stream => stream.Id).Where(chosen.Contains)], [.. wanted.SelectMany(outcome => outcome.Scopes ?? []).Distinct()]);
    }

    /// <summary>What outcomes and streams name that there is not.</summary>
    internal static IEnumerable<Plugin.Abstractions.Settings.SettingProblem> Check(ConnectorDescription description, IReadOnlyList<string> outcomes, IReadOnlyList<string> streams)
    {
        foreach (var id in outcomes.Where(id => !description.Outcomes.Any(outcome => outcome.Id == id)))
        {
            yield return new("outcomes", "unknown_outcome", $"There is no outcome '{PluginWords.OneLine(id)}'. {(description.Outcomes.Count == 0 ? "The plugin names none: choose streams." : $"Those known are: {string.Join(", ", description.Outcomes.Select(outcome => outcome.Id))}.")}");
        }

        foreach (var id in streams.Where(id => !description.Streams.Any(stream => stream.Id == id)))
        {
            yield return new("streams", "unknown_stream", $"There is no stream '{PluginWords.OneLine(id)}'. Those known are: {string.Join(", ", description.Streams.Select(stream => stream.Id))}.");
        }
    }
}
