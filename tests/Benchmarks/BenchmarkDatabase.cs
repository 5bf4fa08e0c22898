using Npgsql;

namespace Benchmarks;

/// <summary>A database of a benchmark's own on a PostgreSQL server, gone with it.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private BenchmarkDatabase(string server, string name) => (_server, _name) = (server, name);

    public string Name => _name;

    public string Connection => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ToString();

    /// <param name="server">Connection string of a server on which a database may be made.</param>
    /// <param name="name">What it is for.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<BenchmarkDatabase> MakeAsync(string server, string name, CancellationToken cancellationToken)
    {
        BenchmarkDatabase made = new(server, $"benchmark_{name}");
        await made.ExecuteAsync($"DROP DATABASE IF EXISTS {made._name} WITH (FORCE)", cancellationToken);
        await made.ExecuteAsync($"CREATE DATABASE {made._name}", cancellationToken);

        return made;
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)", CancellationToken.None);

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(_server);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // The benchmark's own names.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
