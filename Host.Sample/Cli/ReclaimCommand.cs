using System.CommandLine;
using Host.Sample.Licences;

namespace Host.Sample.Cli;

/// <summary><c>licences reclaim</c>: what could be taken back, and what that really saves.</summary>
internal static class ReclaimCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var asOf = QueryOptions.AsOf();
        var idleDays = LicenceCommands.IdleDays();
        var classes = new Option<ReclaimClass[]>("--saving") { Description = "Only candidates that save so: nothing-today, credit, from-renewal; may be repeated. Totals are of all.", HelpName = "class", CustomParser = CommandLineParsers.LicenceWord<ReclaimClass> };
        var take = LicenceCommands.Take();
        var format = new Option<string?>("--format") { Description = "Write all candidates as csv, json or xlsx instead of showing some.", HelpName = "format" };
        format.AcceptOnlyFromAmong("csv", "json", "xlsx");
        var target = LicenceCommands.Target();
        var command = new Command("reclaim", "Which seats could be taken back, how sure that is, and what it really saves.") { connector, asOf, idleDays, classes, take, format, target };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            ReclaimQuery query = new() { AsOf = parsed.GetValue(asOf), IdleDays = parsed.GetValue(idleDays), Classes = parsed.GetValue(classes) ?? [] };
            var name = parsed.GetValue(connector)!;

            if ((parsed.GetValue(format) ?? (parsed.GetValue(target) is null ? null : "csv")) is { } form)
            {
                var export = rooms.GetRequiredService<ReclaimExport>();
                await LicenceCommands.ExportAsync(
                    parsed.GetValue(target),
                    output,
                    "candidate",
                    content => export.WriteAsync(name, query, form switch { "csv" => ExportForm.Csv, "json" => ExportForm.Json, _ => ExportForm.Xlsx }, content, cancellationToken));

                return HostProblem.None;
            }

            var report = await rooms.GetRequiredService<ReclaimService>().ReportAsync(name, query with { Take = parsed.GetValue(take) }, cancellationToken);

            if (output.IsJson)
            {
                output.Json(report);
            }
            else
            {
                new LicenceOutput(output).Show(report);
            }

            return HostProblem.None;
        });

        return command;
    }
}
