using System.CommandLine;
using Host.Sample.Inventory;

namespace Host.Sample.Cli;

/// <summary><c>inventory export</c>: all rows as CSV or JSON Lines, to a file or a pipe.</summary>
internal static class InventoryExportCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var stream = InventoryCommands.StreamArgument();
        var format = new Option<string>("--format") { Description = "csv or jsonl.", DefaultValueFactory = _ => "csv" }.AcceptOnlyFromAmong("csv", "jsonl");
        var target = new Option<FileInfo?>("--output") { Description = "The file to write; default: standard output. It appears when it is whole.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var take = new Option<int?>("--take") { Description = "How many rows at most. Default: all.", HelpName = "number", CustomParser = CommandLineParsers.WholeOrNone(1, int.MaxValue) };
        var query = new QueryOptions();
        var command = new Command("export", "Write all rows of a stream, in little memory.") { connector, stream, format, target, take };
        query.AddTo(command);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var export = rooms.GetRequiredService<InventoryExport>();
            var asked = query.Read(parsed) with { Take = parsed.GetValue(take) };
            Func<Stream, Task<long>> write = parsed.GetValue(format) == "csv"
                ? content => export.WriteCsvAsync(parsed.GetValue(connector)!, parsed.GetValue(stream)!, asked, content, cancellationToken)
                : content => export.WriteJsonLinesAsync(parsed.GetValue(connector)!, parsed.GetValue(stream)!, asked, content, cancellationToken);

            if (parsed.GetValue(target) is not { } file)
            {
                await using var standard = Console.OpenStandardOutput();
                await write(standard);

                return HostProblem.None;
            }

            var rows = await WholeFile.WriteAsync(file, write);

            if (output.IsJson)
            {
                output.Json(new { Rows = rows, File = file.FullName });
            }
            else
            {
                output.Line($"{Words.Count(rows, "row")} written to {file.FullName}.");
            }

            return HostProblem.None;
        });

        return command;
    }
}
