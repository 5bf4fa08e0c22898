using System.Globalization;
using System.Text.Json;
using Host.Sample.Tests.Cli;
using Microsoft.Data.Sqlite;

namespace Host.Sample.Tests.Backups;

/// <summary>A data folder whose host has gone: four runs, one of them rejected, a schedule, a webhook, an exclusion, a key. Tests copy it.</summary>
public sealed class LivedInFolders : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public TestFolders Folders { get; } = new();

    public async ValueTask InitializeAsync()
    {
        var folders = Folders;
        folders.InstallOrchard();
        var token = Path.Combine(folders.Plugins, "..", "token");
        await File.WriteAllTextAsync(token, "typed-in-token", Token);

        foreach (var typed in new string[][]
        {
            ["features", "enable", "orchard"],
            ["connectors", "add", "Home", "--plugin", "orchard", "--secret", $"token=@{token}", "--set", "rows=230"],
            ["schedules", "set", "Home", "--daily", "02:00", "--zone", "Europe/London", "--quiet", "08:00-18:30"],
            ["webhooks", "add", "Home", "Desk", "--url", "https://desk.example.com/hook"],
            ["access-key"],
        })
        {
            (await Typed.RunAsync(folders, typed)).ShouldSucceed();
        }

        await RunAsync(folders, "0", []);
        (await Typed.RunAsync(folders, "licences", "exclude", "Home", "--account", (string)Sql(folders, "SELECT min(row_key) FROM orchard_growers")!, "--reason", "On leave")).ShouldSucceed();
        await RunAsync(folders, "1", []);
        (await Typed.RunAsync(folders, "connectors", "edit", "Home", "--set", "rows=30")).ShouldSucceed();
        (await Typed.RunAsync(folders, "connectors", "run", "Home")).ExitCode.ShouldBe((int)HostProblem.RunHeld);
        (await Typed.RunAsync(folders, "runs", "reject", "3", "--note", "Half the orchard was away")).ShouldSucceed();
        (await Typed.RunAsync(folders, "connectors", "edit", "Home", "--set", "rows=230")).ShouldSucceed();
        await RunAsync(folders, "2", []);
        SqliteConnection.ClearAllPools();
    }

    /// <summary>A run of that day; the hashes that it left.</summary>
    public static async Task<string> RunAsync(TestFolders folders, string day, string[] where)
    {
        (await Typed.RunAsync(folders, ["connectors", "edit", "Home", "--set", $"change={day}", .. where])).ShouldSucceed();
        (await Typed.RunAsync(folders, ["connectors", "run", "Home", .. where])).ShouldSucceed();
        var run = Json((await Typed.RunAsync(folders, ["runs", "list", "--json", .. where])).ShouldSucceed()).EnumerateArray().First().GetProperty("id").GetInt64();
        var certificate = Json((await Typed.RunAsync(folders, ["runs", "certificate", run.ToString(CultureInfo.InvariantCulture), "--json", .. where])).ShouldSucceed()).GetProperty("certificate");

        return string.Join(
            '\n', certificate.GetProperty("streams").EnumerateArray().Select(stream => $"{run} {stream.GetProperty("id")} {stream.GetProperty("rowSetHash")} +{stream.GetProperty("added")} ~{stream.GetProperty("changed")} -{stream.GetProperty("removed")}"));
    }

    public static object? Sql(TestFolders folders, string sql)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = folders.Options.DatabaseFile, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100

        return command.ExecuteScalar();
    }

    public ValueTask DisposeAsync()
    {
        Folders.Dispose();

        return ValueTask.CompletedTask;
    }

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
