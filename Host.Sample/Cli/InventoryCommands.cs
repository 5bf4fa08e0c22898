using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Inventory;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary><c>inventory</c>: read what was collected.</summary>
internal static class InventoryCommands
{
    private const int Usual = 50;

    public static Command Create(Verb verb) =>
        new("inventory", "What the connectors have collected.") { List(verb), Show(verb), InventoryExportCommand.Create(verb), InsightCommands.Summary(verb), InsightCommands.Changes(verb), FeedCommand.Create(verb), TrendCommand.Create(verb), RetentionCommands.Prune(verb) };

    public static Argument<string> StreamArgument() => new("stream") { Description = "The stream's id; see 'inventory list'." };

    private static Command List(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var asOf = QueryOptions.AsOf();
        var command = new Command("list", "List the streams with their row counts.") { connector, asOf };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var streams = await rooms.GetRequiredService<InventoryReader>().StreamsAsync(parsed.GetValue(connector)!, parsed.GetValue(asOf), cancellationToken);

            if (output.IsJson)
            {
                output.Json(streams.Select(InventoryEndpoints.StreamView.Of));

                return HostProblem.None;
            }

            output.Rows(
                streams,
                "No streams have been collected yet.",
                ("Stream", stream => stream.Description.Id),
                ("Rows", stream => stream.Rows),
                ("State", stream => stream.State is { } state ? Words.Lower(state) : "not in this run"),
                ("Collected", stream => stream.CollectedAt),
                ("Table", stream => stream.Table),
                ("What a row is", stream => stream.Description.Description));

            return HostProblem.None;
        });

        return command;
    }

    private static Command Show(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var stream = StreamArgument();
        var query = new QueryOptions();
        var take = new Option<int>("--take") { Description = "How many rows at most.", DefaultValueFactory = _ => Usual, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, Paging.Most) };
        var key = new Option<string?>("--key") { Description = "Show the history of the row with this key instead.", HelpName = "key" };
        var columns = new Option<string[]>("--column") { Description = "Show this column; repeat for several. Default: as many as fit; --json has all.", HelpName = "name" };
        var command = new Command("show", "Show rows of a stream.") { connector, stream };
        query.AddTo(command);
        command.Options.Add(take);
        command.Options.Add(key);
        command.Options.Add(columns);
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var reader = rooms.GetRequiredService<InventoryReader>();
            var (name, id) = (parsed.GetValue(connector)!, parsed.GetValue(stream)!);

            if (parsed.GetValue(key) is { } wanted)
            {
                await HistoryAsync(reader, name, id, wanted, query.Read(parsed).AsOf, parsed.GetValue(columns)!, output, cancellationToken);

                return HostProblem.None;
            }

            var asked = query.Read(parsed) with { Take = parsed.GetValue(take) };
            var source = await reader.OpenAsync(name, asked.AsOf, cancellationToken);
            var schema = InventoryReader.Schema(source, id);
            var total = await reader.CountAsync(source, id, asked, cancellationToken);
            List<InventoryRow> rows = [];

            await foreach (var row in reader.RowsAsync(source, id, asked, cancellationToken))
            {
                rows.Add(row);
            }

            if (output.IsJson)
            {
                output.Json(new { source.RunId, Total = total, Rows = rows.Select(row => new { row.Key, row.FromRun, Values = RowValues.Of(row, schema) }) });

                return HostProblem.None;
            }

            Print(output, schema, Shown(schema, parsed.GetValue(columns)!, output), rows.Select(row => (row, new object?[] { row.Key })), ["Key"]);
            output.Line($"{Words.Number(rows.Count)} of {Words.Count(total, "row")} as of run {source.RunId}.");

            return HostProblem.None;
        });

        return command;
    }

    private static async Task HistoryAsync(InventoryReader reader, string connector, string stream, string key, AsOf asOf, string[] columns, Output output, CancellationToken cancellationToken)
    {
        var schema = InventoryReader.Schema(await reader.OpenAsync(connector, asOf, cancellationToken), stream);
        var versions = await reader.RowHistoryAsync(connector, stream, key, asOf, cancellationToken);

        if (output.IsJson)
        {
            output.Json(versions.Select(version => new { version.Row.FromRun, version.FromTime, version.Row.ToRun, version.ToTime, Values = RowValues.Of(version.Row, schema) }));

            return;
        }

        Print(
            output,
            schema,
            Shown(schema, columns, output),
            versions.Select(version => (version.Row, new object?[] { version.FromTime, version.ToTime })),
            ["From", "Until"]);
    }

    private static List<int> Shown(InventorySchema schema, string[] wanted, Output output)
    {
        if (wanted.Length > 0)
        {
            return [.. wanted.Select(name => schema.Columns.ToList().IndexOf(InventorySql.Column(schema, name)))];
        }

        // About this many cells of this width stand side by side.
        const int CellWidth = 18;
        var fitting = Math.Max(2, (output.Console.Profile.Width / CellWidth) - 1);

        return [.. Enumerable.Range(0, schema.Columns.Count).Where(index => !schema.Columns[index].IsKey).Take(fitting)];
    }

    private static void Print(Output output, InventorySchema schema, List<int> shown, IEnumerable<(InventoryRow Row, object?[] Before)> rows, string[] before)
    {
        var table = new Table { Border = TableBorder.Simple };

        foreach (var heading in before.Concat(shown.Select(index => schema.Columns[index].Name)))
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        foreach (var (row, leading) in rows)
        {
            table.AddRow(leading.Concat(shown.Select(index => row.Values[index])).Select(value => new Text(Words.Of(value)) { Overflow = Overflow.Ellipsis }));
        }

        output.Console.Write(table);
    }
}
