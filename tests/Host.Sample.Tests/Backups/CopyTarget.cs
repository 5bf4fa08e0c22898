using Host.Sample.Tests.Runs;
using Npgsql;

namespace Host.Sample.Tests.Backups;

/// <summary>An empty database that a store is copied to, gone after the test.</summary>
internal sealed record CopyTarget(string Connection) : IAsyncDisposable
{
    public static async Task<CopyTarget> MakeAsync()
    {
        TestDatabases.Require();

        return new(await TestDatabases.MakeEmptyAsync(TestContext.Current.CancellationToken));
    }

    public string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        NpgsqlConnectionStringBuilder builder = new(Connection);
        change(builder);

        return builder.ToString();
    }

    /// <summary>Tables of any kind, in any schema that is not the server's own.</summary>
    public Task<long> TablesAsync() => NumberAsync("SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')");

    public async Task<long> NumberAsync(string sql)
    {
        await using NpgsqlConnection connection = new(Connection);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
#pragma warning disable CA2100 // A test's own text.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100

        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is long number ? number : 0;
    }

    public async ValueTask DisposeAsync() => await TestDatabases.DropAsync(Connection);
}
