using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Benchmarks.EndToEnd;
using Npgsql;

namespace Benchmarks.Servers;

/// <summary>Several endpoint servers on one PostgreSQL database: how late schedules begin, how long a take-over takes, what hosts that have nothing to do cost the database.</summary>
internal static class ServersRun
{
    public static async Task<int> RunAsync(string server, int servers, int connectors, int idle, int takeOvers, CancellationToken cancellationToken)
    {
        await using var database = await BenchmarkDatabase.MakeAsync(server, "servers", cancellationToken);
        var keys = Directory.CreateTempSubdirectory("benchmarks-").FullName;
        string[] store = ["--database", database.Connection, "--keys", keys];

        try
        {
            await using var sandbox = await Sandbox.StartAsync(people: 200, channels: 10, cancellationToken);
            var key = await SchedulesAsync(store, servers, connectors, sandbox, cancellationToken);
            await IdleAsync(database, store, idle, sandbox, key, cancellationToken);
            await using var large = await Sandbox.StartAsync(people: 20_000, channels: 500, cancellationToken);
            await TakeOverAsync(store, takeOvers, large, key, cancellationToken);
        }
        finally
        {
            Directory.Delete(keys, recursive: true);
        }

        return 0;
    }

    /// <summary>All connectors are due in the same second.</summary>
    private static async Task<string> SchedulesAsync(string[] store, int servers, int connectors, Sandbox sandbox, CancellationToken cancellationToken)
    {
        List<ServedHost> hosts = [];
        var key = "";

        try
        {
            for (var number = 0; number < servers; number++)
            {
                (var host, key) = await ServedHost.StartAsync(Server(number), store, sandbox, key, cancellationToken);
                hosts.Add(host);
                await host.SendAsync(HttpMethod.Put, $"/api/endpoint-servers/{Server(number)}/features/slack", new { isEnabled = true }, cancellationToken);
            }

            for (var number = 0; number < connectors; number++)
            {
                await AddAsync(hosts[0], sandbox, Connector(number), Server(number % servers), cancellationToken);
            }

            // The first time hosts compile what they run; what counts for one that serves for weeks is the second.
            await RoundAsync(hosts[0], "just started", servers, connectors, cancellationToken);
            await RoundAsync(hosts[0], "warm", servers, connectors, cancellationToken);
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }

        return key;
    }

    private static async Task RoundAsync(ServedHost host, string hosts, int servers, int connectors, CancellationToken cancellationToken)
    {
        // Far enough away for all to be told.
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(2);
        DateTimeOffset due = new(soon.Year, soon.Month, soon.Day, soon.Hour, soon.Minute, 0, TimeSpan.Zero);
        var cron = string.Create(CultureInfo.InvariantCulture, $"0 {due.Minute} {due.Hour} * * ?");

        for (var number = 0; number < connectors; number++)
        {
            await host.SendAsync(HttpMethod.Put, $"/api/connectors/{Connector(number)}/schedule", new { cron, timeZone = "UTC" }, cancellationToken);
        }

        Figures.Write($"{connectors} connectors on {servers} endpoint servers ({hosts}), all due in {(due - TimeProvider.System.GetUtcNow()).TotalSeconds:N0} s");
        List<JsonElement> runs;

        do
        {
            await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
            runs = [.. (await host.GetAsync($"/api/runs?take={connectors}", cancellationToken)).EnumerateArray().Where(run => run.GetProperty("queuedAt").GetDateTimeOffset() >= due)];
        }
        while (runs.Count < connectors || runs.Exists(run => run.GetProperty("state").GetString() is "queued" or "running"));

        Report("asked for after it was due", runs.Select(run => (run.GetProperty("queuedAt").GetDateTimeOffset() - due).TotalSeconds));
        Report("begun after it was due", runs.Select(run => (run.GetProperty("startedAt").GetDateTimeOffset() - due).TotalSeconds));
        Report("ended after it was due", runs.Select(run => (run.GetProperty("endedAt").GetDateTimeOffset() - due).TotalSeconds));
        Figures.Write($"{runs.Count(run => run.GetProperty("state").GetString() is "published")} of {runs.Count} runs published");
    }

    /// <summary>Hosts that have nothing to do, for a minute.</summary>
    private static async Task IdleAsync(BenchmarkDatabase database, string[] store, int count, Sandbox sandbox, string key, CancellationToken cancellationToken)
    {
        List<ServedHost> hosts = [];

        try
        {
            for (var number = 0; number < count; number++)
            {
                hosts.Add((await ServedHost.StartAsync($"idle-{number}", store, sandbox, key, cancellationToken)).Host);
            }

            await Task.Delay(TimeSpan.FromSeconds(20), cancellationToken);
            var (before, own) = (await CountAsync(database, cancellationToken), hosts.Sum(host => host.Processor.TotalSeconds));
            var began = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
            var (after, seconds) = (await CountAsync(database, cancellationToken), Stopwatch.GetElapsedTime(began).TotalSeconds);
            Figures.Write(
                $"{count} idle hosts: {(after.Transactions - before.Transactions) / seconds:N1} transactions/s, {(after.Written - before.Written) / seconds:N2} rows written/s, {after.Connections} connections on the database; each {(hosts.Sum(host => host.Processor.TotalSeconds) - own) / seconds / count:P1} of a processor");
        }
        finally
        {
            foreach (var host in hosts)
            {
                await host.DisposeAsync();
            }
        }
    }

    /// <summary>A host is killed in the middle of a run, and another one of its name is there.</summary>
    private static async Task TakeOverAsync(string[] store, int times, Sandbox sandbox, string key, CancellationToken cancellationToken)
    {
        List<double> seconds = [];
        var name = Server(0);
        var (standby, _) = await ServedHost.StartAsync(name, store, sandbox, key, cancellationToken);
        await AddAsync(standby, sandbox, "Large", name, cancellationToken);

        for (var time = 0; time < times; time++)
        {
            var (second, _) = await ServedHost.StartAsync(name, store, sandbox, key, cancellationToken);
            var run = (await standby.SendAsync(HttpMethod.Post, "/api/connectors/Large/runs?full=true", null, cancellationToken)).GetProperty("id").GetInt64();

            while ((await standby.GetAsync($"/api/runs/{run}", cancellationToken)).GetProperty("streams").EnumerateArray().Sum(stream => stream.GetProperty("pages").GetInt32()) < 10)
            {
                await Task.Delay(20, cancellationToken);
            }

            await standby.DisposeAsync();
            var killed = TimeProvider.System.GetUtcNow();
            JsonElement record;

            do
            {
                await Task.Delay(100, cancellationToken);
                record = await second.GetAsync($"/api/runs/{run}", cancellationToken);
            }
            while (record.GetProperty("state").GetString() is "queued" or "running");

            seconds.Add((record.GetProperty("executions")[1].GetProperty("beganAt").GetDateTimeOffset() - killed).TotalSeconds);
            standby = second;
        }

        await standby.DisposeAsync();
        Report("from the kill of a host to its run going on elsewhere", seconds);
    }

    private static Task<JsonElement> AddAsync(ServedHost host, Sandbox sandbox, string name, string server, CancellationToken cancellationToken) => host.SendAsync(
        HttpMethod.Post,
        "/api/connectors",
        new { name, pluginId = "slack", endpointServer = server, texts = new { client_id = sandbox.ClientId, api_address = sandbox.Address, pace = "unpaced" }, secrets = new { token = Sandbox.Token } },
        cancellationToken);

    private static void Report(string what, IEnumerable<double> seconds)
    {
        var sorted = seconds.Order().ToArray();
        Figures.Write($"{what}: p50 {At(0.5):N1} s, p99 {At(0.99):N1} s, most {sorted[^1]:N1} s ({sorted.Length})");

        double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];
    }

    private static async Task<(long Transactions, long Written, long Connections)> CountAsync(BenchmarkDatabase database, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(database.Connection);
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand command = new("SELECT xact_commit + xact_rollback, tup_inserted + tup_updated + tup_deleted, numbackends FROM pg_stat_database WHERE datname = $1", connection) { Parameters = { new() { Value = database.Name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);

        return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2));
    }

    private static string Server(int number) => string.Create(CultureInfo.InvariantCulture, $"server-{number}");

    private static string Connector(int number) => string.Create(CultureInfo.InvariantCulture, $"Connector {number}");
}
