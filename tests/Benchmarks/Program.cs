using System.CommandLine;
using Benchmarks;
using Benchmarks.EndToEnd;
using Benchmarks.Loading;
using Benchmarks.Micro;
using Benchmarks.Store;

var people = new Option<int>("--users") { Description = "How many people.", DefaultValueFactory = _ => 100_000 };
var repeats = new Option<int>("--repeats") { Description = "How often; the median counts.", DefaultValueFactory = _ => 3 };
var cycles = new Option<int>("--cycles") { Description = "How often the plugin is loaded and unloaded.", DefaultValueFactory = _ => 200 };

var parse = new Command("parse", "Slack's answers into records: the plugin's own readers on pages of the sandbox.");
parse.SetAction((_, cancellationToken) => MicroRun.ParseAsync(cancellationToken));

var fields = new Command("fields", "Records into the bytes that are hashed and stored: the plugin's own pages into the host's row buffer.");
fields.SetAction((_, cancellationToken) => MicroRun.FieldsAsync(cancellationToken));

var merge = new Command("merge", "Rows into the store: staging and merge of a first run, and of a second one in which one row of a hundred has changed.") { people, repeats };
merge.SetAction((parsed, cancellationToken) => MergeRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), cancellationToken));

var endToEnd = new Command("end-to-end", "The host and the sandbox as programs: a first run, then a day passes, then a second run.") { people, repeats };
endToEnd.SetAction((parsed, cancellationToken) => EndToEndRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), cancellationToken));

var load = new Command("load", "The built plugin loaded and unloaded again and again.") { cycles };
load.SetAction((parsed, cancellationToken) => LoadRun.RunAsync(parsed.GetValue(cycles), cancellationToken));

var root = new RootCommand("Measures what docs/performance.md tells. Build it in Release.") { parse, fields, merge, endToEnd, load };
var command = root.Parse(args);

if (command.Errors.Count == 0)
{
    Console.WriteLine(Machine.Describe());
}

return await command.InvokeAsync();
