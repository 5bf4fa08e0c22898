using System.Globalization;
using System.Text;
using Host.Sample.Database;
using Npgsql;

namespace Host.Sample.Tests.Runs;

/// <summary>Databases of a PostgreSQL server that is there for the tests, one a test host, gone when it is.</summary>
/// <remarks>The server is named by <c>CONNECTOR_TEST_POSTGRES</c>; with <c>CONNECTOR_TEST_STORE=postgres</c> every test host keeps its store there.</remarks>
public static class TestDatabases
{
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private static int _databases;

    /// <summary>The connection string of the server; null: there is none.</summary>
    public static string? Server { get; } = Environment.GetEnvironmentVariable("CONNECTOR_TEST_POSTGRES");

    /// <summary>Whether the tests' stores are to be there.</summary>
    public static bool AreWanted { get; } = Environment.GetEnvironmentVariable("CONNECTOR_TEST_STORE") == "postgres";

    /// <summary>Ends a test that needs the server where there is none; where all tests must run, it fails.</summary>
    public static void Require()
    {
        if (Server is null)
        {
            Environment.GetEnvironmentVariable("CI").ShouldBeNull("CONNECTOR_TEST_POSTGRES names no server");
            Assert.Skip("CONNECTOR_TEST_POSTGRES names no PostgreSQL server.");
        }
    }

    /// <summary>An empty store, its tables made.</summary>
    public static async Task<string> MakeAsync(CancellationToken cancellationToken)
    {
        var template = await Template.Value;
        var name = Name();
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}", cancellationToken);

        return ConnectTo(name);
    }

    /// <summary>As <see cref="MakeAsync"/>, for who cannot wait.</summary>
    public static string Make() => Task.Run(() => MakeAsync(CancellationToken.None), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>As <see cref="DropAsync"/>, for who cannot wait.</summary>
    public static void Drop(string connection) => Task.Run(() => DropAsync(connection), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Everything that a database holds, as bytes read as Latin-1.</summary>
    public static async Task<string> EverythingAsync(string connection, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection reading = new(connection);
        await reading.OpenAsync(cancellationToken);
        await using NpgsqlCommand list = new("SELECT array_agg(format('%I.%I', schemaname, tablename)) FROM pg_tables WHERE NOT starts_with(schemaname::text, 'pg_') AND schemaname <> 'information_schema'", reading);
        StringBuilder text = new();

        foreach (var table in (string[])(await list.ExecuteScalarAsync(cancellationToken))!)
        {
            await using var rows = await reading.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT BINARY)", cancellationToken);
            using StreamReader reader = new(rows, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(cancellationToken));
        }

        return text.ToString();
    }

    /// <summary>A database with nothing in it.</summary>
    public static async Task<string> MakeEmptyAsync(CancellationToken cancellationToken)
    {
        var name = Name();
        await ExecuteAsync($"CREATE DATABASE {name}", cancellationToken);

        return ConnectTo(name);
    }

    public static async Task DropAsync(string connection)
    {
        await using (NpgsqlConnection pooled = new(connection))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await ExecuteAsync($"DROP DATABASE {new NpgsqlConnectionStringBuilder(connection).Database} WITH (FORCE)", CancellationToken.None);
    }

    private static string Name() => string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");

    private static string ConnectTo(string database) => new NpgsqlConnectionStringBuilder(Server) { Database = database, MaxPoolSize = 20 }.ToString();

    private static async Task<string> MakeTemplateAsync()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"template_{Environment.ProcessId}");
        await ExecuteAsync($"CREATE DATABASE {name}", CancellationToken.None);
        var store = HostStore.Of(new() { DataFolder = "", PluginsFolder = "", Database = ConnectTo(name) }, TimeProvider.System);
        await store.PrepareAsync(CancellationToken.None);
        store.LetGo();

        return name;
    }

    private static async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(Server ?? throw new InvalidOperationException("CONNECTOR_TEST_POSTGRES names no server."));
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // A test's own names.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
