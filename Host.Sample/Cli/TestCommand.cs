using System.CommandLine;
using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Cli;

/// <summary><c>connectors test</c>: what a run would get, stream by stream, with what each needs and where the fix is made.</summary>
internal static class TestCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("test", "Ask the service, by one real call a stream, what a run would get.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<ConnectorService>();
            var tested = await service.GetAsync(parsed.GetValue(connector)!, cancellationToken);
            var report = PreflightView.Of(
                await service.TestAsync(tested.Id.ToString(CultureInfo.InvariantCulture), cancellationToken),
                await rooms.GetRequiredService<ConnectorDescriptions>().GetAsync(tested.PluginId, cancellationToken));

            if (output.IsJson)
            {
                output.Json(report);
            }
            else
            {
                Show(output, report);
            }

            return HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, PreflightView report)
    {
        output.Title($"{report.Tenant}, as {report.Account}");
        output.Line($"Plan {report.Plan ?? "not told"}, role {report.Role ?? "not told"}.");
        output.Table(
            report.Streams,
            ("Stream", stream => stream.StreamId),
            ("Access", stream => AccessWord(stream.Access)),
            ("Needs", stream => string.Join(", ", stream.Needs.Select(NeedWord))),
            ("What was found", stream => stream.Message),
            ("Lost without it", stream => stream.Lost),
            ("Fix", stream => stream.Fix));

        foreach (var link in report.Streams.Where(stream => stream.FixLink is not null).GroupBy(stream => stream.FixLink!.AbsoluteUri, stream => stream.StreamId))
        {
            output.Line($"To mend {string.Join(", ", link)}:");
            output.Plain("  " + link.Key);
        }
    }

    private static string NeedWord(PreflightNeed need)
    {
        var kind = need.Kind is PreflightNeedKind.Scope ? "" : Words.Lower(need.Kind) + " ";

        return $"{kind}{need.Name} {need.IsMet switch { true => "yes", false => "NO", null => "?" }}";
    }

    private static string AccessWord(StreamAccess access) => access switch
    {
        StreamAccess.Granted => "granted",
        StreamAccess.MissingScope => "scope missing",
        StreamAccess.NotOnThisPlan => "not on this plan",
        StreamAccess.RoleTooLow => "role too low",
        _ => "unknown",
    };
}
