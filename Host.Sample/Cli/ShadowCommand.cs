using System.CommandLine;
using Host.Sample.Runs;

namespace Host.Sample.Cli;

/// <summary><c>plugins shadow</c>: two versions beside each other.</summary>
internal static class ShadowCommand
{
    public static Command Create(Verb verb)
    {
        var (plugin, version) = (PluginVersionCommands.PluginArgument(), new Argument<string>("version") { Description = "The version to try." });
        var connector = new Option<string>("--connector") { Description = "The connector to collect, by name or number.", Required = true };
        var command = new Command("shadow", "Let a version collect beside the one that serves, from the same service, and compare what both bring; nothing is published.") { plugin, version, connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var report = await rooms.GetRequiredService<ShadowRuns>().RunAsync(parsed.GetValue(plugin)!, parsed.GetValue(version)!, parsed.GetValue(connector)!, cancellationToken);

            if (output.IsJson)
            {
                output.Json(report);
            }
            else
            {
                Tell(output, report);
            }

            return !report.Tried.IsPublished ? HostProblem.ConnectorFailed : report.IsSame ? HostProblem.None : HostProblem.RunPartial;
        });

        return command;
    }

    private static void Tell(Output output, ShadowReport report)
    {
        output.Table(
            report.Streams,
            ("Stream", stream => stream.StreamId),
            ($"Rows {report.Serving.Version}", stream => stream.ServingState is null ? "" : stream.ServingRows),
            ($"Rows {report.Tried.Version}", stream => stream.TriedState is null ? "" : stream.TriedRows),
            ("Missing", stream => stream.Missing),
            ("Additional", stream => stream.Additional),
            ("Different", stream => stream.Different),
            ("What", What));

        foreach (var side in new[] { report.Serving, report.Tried }.Where(side => !side.IsPublished))
        {
            output.Line($"The run of version {side.Version} failed. {side.Message}");
        }

        output.Line(report.IsSame
            ? $"Both versions bring the same rows. 'plugins use {report.PluginId} {report.Tried.Version}' lets {report.Tried.Version} take new work."
            : $"The versions differ. Look at the rows above before {report.Tried.Version} takes new work.");
    }

    private static string What(ShadowStream stream) => string.Join("; ", new[]
    {
        stream.ServingState is null ? "only in the tried version" : stream.TriedState is null ? "no longer there" : stream.ServingState == stream.TriedState ? "" : $"{Words.Lower(stream.ServingState)}, now {Words.Lower(stream.TriedState)}",
        stream.ColumnsAdded.Count == 0 ? "" : $"gains {string.Join(", ", stream.ColumnsAdded)}",
        stream.ColumnsGone.Count == 0 ? "" : $"loses {string.Join(", ", stream.ColumnsGone)}",
        stream.DifferentColumns.Count == 0 ? "" : $"differs in {string.Join(", ", stream.DifferentColumns.Select(column => $"{column.Key} ({column.Value})"))}",
        stream.Keys.Count == 0 ? "" : $"first: {string.Join(", ", stream.Keys.Take(5))}",
    }.Where(part => part.Length > 0));
}
