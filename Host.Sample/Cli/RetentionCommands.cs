using System.CommandLine;
using Host.Sample.Runs.Retention;

namespace Host.Sample.Cli;

/// <summary><c>connectors retention</c> and <c>inventory prune</c>: how long the rows of old runs are kept.</summary>
internal static class RetentionCommands
{
    public static Command Rule(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var runs = new Option<int?>("--runs") { Description = "Keep the rows of so many of the runs published last.", HelpName = "number", CustomParser = CommandLineParsers.WholeOrNone(1, RetentionRule.Most) };
        var days = new Option<int?>("--days") { Description = "Keep the rows of runs of so many last days.", HelpName = "number", CustomParser = CommandLineParsers.WholeOrNone(1, RetentionRule.Most) };
        var off = new Option<bool>("--off") { Description = "Keep the rows of every run." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Say what the rule would take now, and change nothing." };
        var command = new Command("retention", "Show or set how long the rows of old runs are kept; a run stays that either of the two lets stay.") { connector, runs, days, off, dryRun };
        command.Validators.Add(result =>
        {
            if (result.GetValue(off) && (result.GetValue(runs) ?? result.GetValue(days)) is not null)
            {
                result.AddError("--off goes with neither --runs nor --days.");
            }
        });
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            var (service, name) = (rooms.GetRequiredService<RunRetention>(), parsed.GetValue(connector)!);
            RetentionRule given = new() { Runs = parsed.GetValue(runs), Days = parsed.GetValue(days) };
            var isGiven = parsed.GetValue(off) || !given.IsOff();

            if (parsed.GetValue(dryRun))
            {
                Show(output, await service.PreviewAsync(name, isGiven ? given : null, cancellationToken), "would go");

                return HostProblem.None;
            }

            if (isGiven)
            {
                await service.SetAsync(name, given, cancellationToken);
            }

            var rule = await service.GetAsync(name, cancellationToken);

            if (output.IsJson)
            {
                output.Json(rule);
            }
            else
            {
                output.Line($"Of '{name}', {rule.Words()}.{(isGiven && !rule.IsOff() ? " It is applied after each run; 'inventory prune' applies it now." : "")}");
            }

            return HostProblem.None;
        });

        return command;
    }

    public static Command Prune(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var command = new Command("prune", "Delete now what the connector's retention does not keep; records and certificates of runs stay.") { connector };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            Show(output, await rooms.GetRequiredService<RunRetention>().PruneAsync(parsed.GetValue(connector)!, cancellationToken), "are gone");

            return HostProblem.None;
        });

        return command;
    }

    private static void Show(Output output, RetentionPreview preview, string what)
    {
        if (output.IsJson)
        {
            output.Json(preview);

            return;
        }

        output.Line($"{Words.Count(preview.Versions, "version")} of rows {what}, of {Words.Count(preview.Pruned.Count, "run")}{(preview.Pruned.Count == 0 ? "" : $" ({Runs(preview.Pruned)})")}; {preview.Rule.Words()}.");

        if (preview.Streams.Count > 0)
        {
            output.Line($"Kept whatever the rule says, because the service forgets it: {string.Join(", ", preview.Streams)}.");
        }
    }

    private static string Runs(IReadOnlyList<long> runs) => runs.Count <= 10 ? string.Join(", ", runs) : $"{runs[0]} to {runs[^1]}";
}
