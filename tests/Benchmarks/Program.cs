using System.CommandLine;
using Benchmarks;
using Benchmarks.EndToEnd;
using Benchmarks.Loading;
using Benchmarks.Micro;
using Benchmarks.Pacing;
using Benchmarks.Servers;
using Benchmarks.Store;

var people = new Option<int>("--users") { Description = "How many people.", DefaultValueFactory = _ => 100_000 };
var repeats = new Option<int>("--repeats") { Description = "How often; the median counts.", DefaultValueFactory = _ => 3 };
var cycles = new Option<int>("--cycles") { Description = "How often the plugin is loaded and unloaded.", DefaultValueFactory = _ => 200 };

var parse = new Command("parse", "Slack's answers into records: the plugin's own readers on pages of the sandbox.");
parse.SetAction((_, cancellationToken) => MicroRun.ParseAsync(cancellationToken));

var fields = new Command("fields", "Records into the bytes that are hashed and stored: the plugin's own pages into the host's row buffer.");
fields.SetAction((_, cancellationToken) => MicroRun.FieldsAsync(cancellationToken));

var database = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL database whose store is measured as well; schemas of its own are made there and dropped." };
var merge = new Command("merge", "Rows into the store: staging and merge of a first run, and of a second one in which one row of a hundred has changed.") { people, repeats, database };
merge.SetAction((parsed, cancellationToken) => MergeRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), parsed.GetValue(database), cancellationToken));

var changed = new Option<int>("--changes") { Description = "How many rows differ.", DefaultValueFactory = _ => 1_000 };
var diff = new Command("diff", "Two runs compared: so many changes among so many rows.") { people, changed, repeats };
diff.SetAction((parsed, cancellationToken) => DiffRun.RunAsync(parsed.GetValue(people), parsed.GetValue(changed), parsed.GetValue(repeats), cancellationToken));

var ownDatabase = new Option<string?>("--database") { Description = "Connection string of a PostgreSQL server on which the same is measured as well; a database of its own is made there and dropped." };
var endToEnd = new Command("end-to-end", "The host and the sandbox as programs: a first run, then a day passes, then a second run.") { people, repeats, ownDatabase };
endToEnd.SetAction((parsed, cancellationToken) => EndToEndRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), parsed.GetValue(ownDatabase), cancellationToken));

var insights = new Command("insights", "What an analyst asks for, as of a run of the sandbox's people: licence position, reclaim report, the same with other idle days, exports. Each first with nothing remembered, then again.") { people, repeats };
insights.SetAction((parsed, cancellationToken) => InsightsRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), cancellationToken));

var dashboard = new Command("dashboard", "What the overview shows, as of a run of the sandbox's people: worked out for the first time, from what is kept, and from what is kept right after a start.") { people, repeats };
dashboard.SetAction((parsed, cancellationToken) => DashboardRun.RunAsync(parsed.GetValue(people), parsed.GetValue(repeats), cancellationToken));

var load = new Command("load", "The built plugin loaded and unloaded again and again.") { cycles };
load.SetAction((parsed, cancellationToken) => LoadRun.RunAsync(parsed.GetValue(cycles), cancellationToken));

var channels = new Option<int>("--channels") { Description = "How many channels.", DefaultValueFactory = _ => 2_000 };
var signIns = new Option<int>("--sign-ins") { Description = "How many rows of the sign-in log.", DefaultValueFactory = _ => 30_000 };
var pacedPeople = new Option<int>("--users") { Description = "How many people.", DefaultValueFactory = _ => 10_000 };
var factor = new Option<double>("--time-scale") { Description = "How many times faster than Slack's the clocks of both sides go.", DefaultValueFactory = _ => 10 };
var paced = new Command("paced", "A run against a sandbox that enforces Slack's rate limits, on clocks that go faster: wall time against the shortest possible, and calls of a second run.") { pacedPeople, channels, signIns, factor };
paced.SetAction((parsed, cancellationToken) => PacedRun.RunAsync(parsed.GetValue(pacedPeople), parsed.GetValue(channels), parsed.GetValue(signIns), parsed.GetValue(factor), cancellationToken));

var times = new Option<int>("--times") { Description = "How many kills.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "Decides where.", DefaultValueFactory = _ => 1 };
var kills = new Command("kills", "The host's program killed at random points and started again: whether it ends with the hashes of an undisturbed run.") { times, seed };
kills.SetAction((parsed, cancellationToken) => KillRun.RunAsync(parsed.GetValue(times), parsed.GetValue(seed), cancellationToken));

var required = new Option<string>("--database") { Description = "Connection string of a PostgreSQL server on which a database may be made.", Required = true };
var hosts = new Option<int>("--servers") { Description = "How many endpoint servers.", DefaultValueFactory = _ => 3 };
var connectors = new Option<int>("--connectors") { Description = "How many connectors, all due in the same second.", DefaultValueFactory = _ => 100 };
var idle = new Option<int>("--idle") { Description = "How many hosts that have nothing to do.", DefaultValueFactory = _ => 10 };
var takeOvers = new Option<int>("--take-overs") { Description = "How often a host is killed in the middle of a run.", DefaultValueFactory = _ => 5 };
var several = new Command("servers", "Several endpoint servers on one database: how late schedules begin, how long a take-over takes, what idle hosts cost.") { required, hosts, connectors, idle, takeOvers };
several.SetAction((parsed, cancellationToken) => ServersRun.RunAsync(
    parsed.GetValue(required)!, parsed.GetValue(hosts), parsed.GetValue(connectors), parsed.GetValue(idle), parsed.GetValue(takeOvers), cancellationToken));

var root = new RootCommand("Measures what docs/performance.md tells. Build it in Release.") { parse, fields, merge, diff, endToEnd, insights, dashboard, load, paced, kills, several };
var command = root.Parse(args);

if (command.Errors.Count == 0)
{
    Console.WriteLine(Machine.Describe());
}

return await command.InvokeAsync();
