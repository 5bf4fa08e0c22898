using System.CommandLine;
using Host.Sample.Conformance;

namespace Host.Sample.Cli;

/// <summary><c>conformance</c>: tells a plugin's developer whether it is good.</summary>
internal static class ConformanceCommand
{
    public static Command Create(Verb verb)
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The plugin's folder, the one with plugin.json.", CustomParser = CommandLineParsers.Folder };
        var previous = new Option<DirectoryInfo?>("--previous") { Description = "Folder of the version before it. Default: the next lower one beside the folder.", HelpName = "folder", CustomParser = CommandLineParsers.Folder };
        var junit = new Option<FileInfo?>("--junit") { Description = "Also write the report to this file as JUnit XML.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var set = new Option<KeyValuePair<string, string>[]>("--set") { Description = "A setting that the plugin's sandbox does not give, as name=value. May be repeated.", HelpName = "name=value", CustomParser = CommandLineParsers.Pairs };
        var secret = new Option<string[]>("--secret") { Description = SecretInput.Help, HelpName = "name" };
        var command = new Command("conformance", "Hold a plugin against the contract and against what a host needs, with its own sandbox.") { folder, previous, junit, set, secret };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var (parsed, output) = (called.Parsed, called.Output);
            var secrets = await SecretInput.ReadAsync(parsed.GetValue(secret) ?? [], output, cancellationToken);
            var input = new ConformanceInput
            {
                Previous = parsed.GetValue(previous)?.FullName,
                Texts = (parsed.GetValue(set) ?? []).ToDictionary(),
                Secrets = secrets.ToDictionary(one => one.Key, one => one.Value ?? ""),
            };
            var path = parsed.GetValue(folder)!.FullName;

            if (!Directory.Exists(path))
            {
                throw new HostException(HostProblem.NotFound, $"There is no folder '{path}'.", "Name the folder that holds the plugin's plugin.json.");
            }

            var report = await new ConformanceRun(called.Options, TimeProvider.System).RunAsync(path, input, result => Tell(output, result), cancellationToken);

            if (parsed.GetValue(junit) is { } file)
            {
                await using var stream = file.Create();
                await JunitReport.WriteAsync(report, stream);
            }

            if (output.IsJson)
            {
                output.Json(report);
            }

            output.Line();
            output.Line(Verdict(report));

            return report.IsGood ? HostProblem.None : HostProblem.PluginUnavailable;
        });

        return command;
    }

    private static void Tell(Output output, ConformanceResult result)
    {
        var sign = result.Outcome switch
        {
            ConformanceOutcome.Passed => "passed ",
            ConformanceOutcome.Failed => "FAILED ",
            _ => "not run",
        };
        output.Line($"{sign}  {result.Id}: {result.Title} ({Words.Duration(result.Took)})");

        foreach (var finding in result.Findings)
        {
            output.Line($"         - {Words.Plain(finding)}");
        }

        if (result.Note is { } note)
        {
            output.Line($"         {Words.Plain(note)}");
        }
    }

    private static string Verdict(ConformanceReport report)
    {
        var failed = report.Results.Count(result => result.Outcome is ConformanceOutcome.Failed);
        var left = report.Results.Count(result => result.Outcome is ConformanceOutcome.NotRun);
        var notRun = left == 0 ? "" : $" {Words.Count(left, "check")} could not be run.";

        return failed == 0
            ? $"{report.Plugin} conforms: {Words.Count(report.Results.Count - left, "check")} passed.{notRun}"
            : $"{report.Plugin} does not conform: {failed} of {Words.Count(report.Results.Count, "check")} failed.{notRun}";
    }
}
