using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Insights;
using Host.Sample.Inventory;

namespace Host.Sample.Cli;

/// <summary><c>inventory summary</c> and <c>inventory changes</c>: what an analyst looks at first.</summary>
internal static class InsightCommands
{
    private const int Usual = 50;

    public static Command Summary(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var asOf = QueryOptions.AsOf();
        var command = new Command("summary", "Accounts, seats, last signs of use, apps, spaces and groups at a glance.") { connector, asOf };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var summary = await rooms.GetRequiredService<InsightService>().SummaryAsync(parsed.GetValue(connector)!, parsed.GetValue(asOf), cancellationToken);

            if (output.IsJson)
            {
                output.Json(summary);
            }
            else
            {
                new SummaryOutput(output).Show(summary);
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Option<AsOf> From() => new("--from")
    {
        Description = "The earlier run, or a moment (2026-03-01, 2026-03-01T08:00:00Z); 0 is before the first. Default: the one published before.",
        HelpName = "run|moment",
        CustomParser = CommandLineParsers.AsOf,
    };

    public static Option<AsOf> To() => new("--to") { Description = "The later run or moment. Default: the published one.", HelpName = "run|moment", CustomParser = CommandLineParsers.AsOf };

    public static Command Changes(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var stream = new Argument<string?>("stream") { Description = "The stream whose rows are wanted; without it, numbers of all.", Arity = ArgumentArity.ZeroOrOne };
        var (from, to) = (From(), To());
        var take = new Option<int>("--take") { Description = "How many rows at most.", DefaultValueFactory = _ => Usual, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, Paging.Most) };
        var command = new Command("changes", "What came, changed and went between two runs.") { connector, stream, from, to, take };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var service = rooms.GetRequiredService<InsightService>();
            var (name, earlier, later) = (parsed.GetValue(connector)!, parsed.GetValue(from), parsed.GetValue(to));

            if (parsed.GetValue(stream) is not { } id)
            {
                var changes = await service.ChangesAsync(name, earlier, later, cancellationToken);

                if (output.IsJson)
                {
                    output.Json(changes);
                }
                else
                {
                    new SummaryOutput(output).Show(changes);
                }

                return HostProblem.None;
            }

            var schema = InventoryReader.Schema(await rooms.GetRequiredService<InventoryReader>().OpenAsync(name, later, cancellationToken), id);
            List<RowChange> rows = [];

            await foreach (var change in service.RowChangesAsync(name, id, earlier, later, parsed.GetValue(take), cancellationToken))
            {
                rows.Add(change);
            }

            if (output.IsJson)
            {
                output.Json(rows.Select(row => InsightEndpoints.ChangeView.Of(row, schema)));
            }
            else
            {
                SummaryOutput.Rows(output, rows);
            }

            return HostProblem.None;
        });

        return command;
    }
}
