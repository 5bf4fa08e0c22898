using System.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace Host.Sample.Database.Postgres;

/// <summary>An empty database that becomes a store, in one transaction: until that is committed nobody sees anything of it, and a process that dies leaves nothing behind.</summary>
/// <remarks>Hosts that start on the database meanwhile wait until it is over.</remarks>
internal sealed class PostgresFilling(NpgsqlConnection connection, NpgsqlTransaction transaction, HostDatabase database, string? schema) : IAsyncDisposable
{
    public NpgsqlConnection Connection { get; } = connection;

    /// <summary>The host's own tables there.</summary>
    public HostDatabase Database { get; } = database;

    public StoreSession Session(CancellationToken cancellationToken) => new(Connection, Database, PostgresDialect.Instance, cancellationToken);

    /// <summary>Makes the host's own tables, and tells the server's version of this program what is there.</summary>
    public void MakeTables()
    {
        if (schema is not null)
        {
            Execute($"CREATE SCHEMA IF NOT EXISTS {SqlName.Quote(schema)}");
        }

        // The migrations' own way would be a transaction each.
        Execute(Database.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.NoTransactions));
    }

    /// <summary>Makes a table's numbers go on behind the highest one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="last">The highest number that was ever given, as far as that is known; 0: none.</param>
    public void NumberOn(string table, long last)
    {
        using NpgsqlCommand columns = new("SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass($1) AND attidentity <> ''", Connection) { Parameters = { new() { Value = SqlName.Quote(table) } } };

        if (columns.ExecuteScalar() is not string column)
        {
            return;
        }

        using NpgsqlCommand set = new($"SELECT setval(pg_get_serial_sequence($1, $2), greatest(1, $3, (SELECT max({SqlName.Quote(column)}) FROM {SqlName.Quote(table)})), $3 > 0 OR EXISTS (SELECT FROM {SqlName.Quote(table)}))", Connection)
        {
            Parameters = { new() { Value = SqlName.Quote(table) }, new() { Value = column }, new() { Value = last } },
        };
        set.ExecuteNonQuery();
    }

    /// <summary>How much room the store's tables and indices take, in bytes.</summary>
    public long Bytes()
    {
        using NpgsqlCommand ask = new("SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM pg_class WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind = 'r'", Connection);

        return (long)ask.ExecuteScalar()!;
    }

    public void Execute(string sql)
    {
#pragma warning disable CA2100 // Own texts; names are quoted.
        using NpgsqlCommand command = new(sql, Connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public Task CommitAsync(CancellationToken cancellationToken) => transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();

        if (Connection.State is ConnectionState.Open)
        {
            await transaction.DisposeAsync();
        }

        await Connection.DisposeAsync();
    }
}
