using System.CommandLine;
using Host.Sample.Inventory;
using Host.Sample.Runs.Trend;

namespace Host.Sample.Cli;

/// <summary><c>inventory trend</c>: accounts and seats over time.</summary>
internal static class TrendCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var from = Bound("--from", "The first run, or the one that was published at a moment (2026-03-01, 2026-03-01T08:00:00Z). Default: the first of all.");
        var to = Bound("--to", "The last run or moment. Default: the published one.");
        var command = new Command("trend", "Accounts and seats of each published run; unknown where a run did not have them whole.") { connector, from, to };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var points = await rooms.GetRequiredService<SeatTrend>().ReadAsync(parsed.GetValue(connector)!, parsed.GetValue(from), parsed.GetValue(to), cancellationToken);
            output.Rows(
                points,
                "No published runs in that time.",
                ("Run", point => point.RunId),
                ("Published", point => point.At),
                ("Accounts", point => Known(point.Accounts)),
                ("Active", point => Known(point.ActiveAccounts)),
                ("Billed", point => Known(point.SeatsBilled)),
                ("Not billed", point => Known(point.SeatsNotBilled)),
                ("Not told", point => Known(point.SeatsUnknown)),
                ("", point => string.Join(' ', point.Remarks)));

            return HostProblem.None;
        });

        return command;
    }

    private static object Known(long? number) => number is { } known ? known : "unknown";

    private static Option<AsOf> Bound(string name, string description) => new(name) { Description = description, HelpName = "run|moment", CustomParser = CommandLineParsers.AsOf };
}
