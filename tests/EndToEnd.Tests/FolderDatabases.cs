using System.Collections.Concurrent;
using System.Text;
using Npgsql;

namespace EndToEnd.Tests;

/// <summary>With <c>CONNECTOR_TEST_STORE=postgres</c> the store of each data folder is a database of its own, which is copied and goes with the folder.</summary>
internal static class FolderDatabases
{
    private static readonly ConcurrentDictionary<string, Lazy<TestDatabase>> Made = new(StringComparer.Ordinal);

    private static bool AreWanted { get; } = Environment.GetEnvironmentVariable("CONNECTOR_TEST_STORE") == "postgres";

    /// <summary>The connection string of a folder's database, which is made when it is asked for first; null: the store lies in the folder itself.</summary>
    public static string? Of(string folder) => AreWanted ? Made.GetOrAdd(folder, _ => new(TestDatabase.Make)).Value.Connection : null;

    /// <summary>Gives a folder's copy what its database holds. Nobody may work with that meanwhile.</summary>
    public static void Copy(string folder, string copy)
    {
        if (Made.TryGetValue(folder, out var database))
        {
            Made[copy] = new(database.Value.Copy());
        }
    }

    /// <summary>Drops the databases of a folder and of those in it.</summary>
    public static void Drop(string folder)
    {
        foreach (var made in Made.Keys.Where(made => made == folder || made.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal)).ToList())
        {
            if (Made.TryRemove(made, out var database))
            {
                database.Value.Drop();
            }
        }
    }

    /// <summary>Everything that a folder's database holds, as bytes read as Latin-1; nothing where there is none.</summary>
    public static async Task<string> EverythingAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Made.TryGetValue(folder, out var database))
        {
            return "";
        }

        // A connection that is kept open for the next who asks would be in the way of a copy.
        await using NpgsqlConnection connection = new(new NpgsqlConnectionStringBuilder(database.Value.Connection) { Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        StringBuilder text = new();

        foreach (var table in await TablesAsync(connection, cancellationToken))
        {
            await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table} TO STDOUT (FORMAT BINARY)", cancellationToken);
            using StreamReader reader = new(rows, Encoding.Latin1);
            text.Append(await reader.ReadToEndAsync(cancellationToken));
        }

        return text.ToString();
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = new("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE NOT starts_with(schemaname::text, 'pg_') AND schemaname <> 'information_schema' ORDER BY 1", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        List<string> tables = [];

        while (await reader.ReadAsync(cancellationToken))
        {
            tables.Add(reader.GetString(0));
        }

        return tables.Count > 0 ? tables : throw new InvalidOperationException("The database holds no table: the host keeps its store elsewhere.");
    }
}
