using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Host.Sample.Database.Sqlite;

/// <summary>Gives the connections of the host's own tables the settings that a connection string cannot carry.</summary>
internal sealed class SqliteConnectionSetup : DbConnectionInterceptor
{
    private const int CacheKibibytes = 2048;

    private static readonly string Settings = Pragmas(CacheKibibytes);

    /// <summary>The settings of every connection. With a write-ahead log, NORMAL survives the death of the process, and loses at most the last commits when power fails.</summary>
    public static string Pragmas(int cacheKibibytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = {SqliteStore.BusySeconds * 1000}; PRAGMA cache_size = -{cacheKibibytes}; PRAGMA journal_size_limit = 67108864");

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Settings;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
