using System.CommandLine;
using Host.Sample.Insights;

namespace Host.Sample.Cli;

/// <summary><c>inventory feed</c>: what changed between two runs, as events, to a file or a pipe.</summary>
internal static class FeedCommand
{
    public static Command Create(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var (from, to) = (InsightCommands.From(), InsightCommands.To());
        var kind = new Option<string[]>("--kind") { Description = "Only events of this kind (account.joined), or of those that begin so (account). May be repeated.", HelpName = "kind" };
        var stream = new Option<string[]>("--stream") { Description = "Only events of this stream. May be repeated.", HelpName = "id" };
        var search = new Option<string?>("--search") { Description = "Only events of rows whose name or key contains this text.", HelpName = "text" };
        var target = new Option<FileInfo?>("--output") { Description = "The file to write; default: standard output. It appears when it is whole.", HelpName = "file", CustomParser = CommandLineParsers.File };
        var command = new Command("feed", "Write everything that changed between two runs as events, one JSON object a line.") { connector, from, to, kind, stream, search, target };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            FeedQuery query = new() { Kinds = parsed.GetValue(kind) ?? [], Streams = parsed.GetValue(stream) ?? [], Search = parsed.GetValue(search) };
            query.Check();
            var open = await rooms.GetRequiredService<ChangeFeed>().OpenAsync(parsed.GetValue(connector)!, parsed.GetValue(from), parsed.GetValue(to), cancellationToken);
            var lines = rooms.GetRequiredService<FeedLines>();

            if (parsed.GetValue(target) is not { } file)
            {
                await using var standard = Console.OpenStandardOutput();
                await lines.WriteAsync(open, query, standard, cancellationToken);

                return HostProblem.None;
            }

            var events = await WholeFile.WriteAsync(file, content => lines.WriteAsync(open, query, content, cancellationToken));

            if (output.IsJson)
            {
                output.Json(new { Events = events, open.Span.FromRun, open.Span.ToRun, File = file.FullName });
            }
            else
            {
                output.Line($"{Words.Count(events, "event")} from run {open.Span.FromRun} to run {open.Span.ToRun} written to {file.FullName}.");
            }

            return HostProblem.None;
        });

        return command;
    }
}
