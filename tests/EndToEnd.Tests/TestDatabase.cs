using System.Globalization;
using Npgsql;

namespace EndToEnd.Tests;

/// <summary>A database of its own on the PostgreSQL server that is there for the tests, gone with the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private static int _made;

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"walk_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");

    private TestDatabase()
    {
    }

    private static string? Server { get; } = Environment.GetEnvironmentVariable("CONNECTOR_TEST_POSTGRES");

    public string Connection => new NpgsqlConnectionStringBuilder(Server) { Database = _name }.ToString();

    /// <summary>Whether there is a server.</summary>
    public static bool IsThere => Server is not null;

    /// <summary>Without a server the test is skipped, and fails where all tests must run.</summary>
    public static void Require()
    {
        if (!IsThere)
        {
            Environment.GetEnvironmentVariable("CI").ShouldBeNull("CONNECTOR_TEST_POSTGRES names no server");
            Assert.Skip("CONNECTOR_TEST_POSTGRES names no PostgreSQL server.");
        }
    }

    public static Task<TestDatabase> MakeAsync(CancellationToken cancellationToken) => MakeAsync("", cancellationToken);

    /// <summary>Another one with the same content. Nobody may be connected to this one meanwhile.</summary>
    public Task<TestDatabase> CopyAsync(CancellationToken cancellationToken) => MakeAsync($" TEMPLATE {_name}", cancellationToken);

    /// <summary>As <see cref="MakeAsync(CancellationToken)"/>, for who cannot wait.</summary>
    public static TestDatabase Make() => Make("");

    /// <summary>As <see cref="CopyAsync"/>, for who cannot wait.</summary>
    public TestDatabase Copy() => Make($" TEMPLATE {_name}");

    private static TestDatabase Make(string template)
    {
        TestDatabase made = new();
        Execute($"CREATE DATABASE {made._name}{template}");

        return made;
    }

    private static async Task<TestDatabase> MakeAsync(string template, CancellationToken cancellationToken)
    {
        TestDatabase made = new();
        await ExecuteAsync($"CREATE DATABASE {made._name}{template}", cancellationToken);

        return made;
    }

    /// <summary>Ends every connection to it, and lets in nobody until the next call.</summary>
    public async Task ShutAsync(CancellationToken cancellationToken)
    {
        await ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS false", cancellationToken);
        await CutAsync(cancellationToken);
    }

    public Task OpenAsync(CancellationToken cancellationToken) => ExecuteAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true", cancellationToken);

    /// <summary>Ends every connection to it.</summary>
    public Task CutAsync(CancellationToken cancellationToken) =>
        ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'", cancellationToken);

    public async ValueTask DisposeAsync() => await ExecuteAsync($"DROP DATABASE {_name} WITH (FORCE)", CancellationToken.None);

    /// <summary>As <see cref="DisposeAsync"/>, for who cannot wait.</summary>
    public void Drop() => Execute($"DROP DATABASE {_name} WITH (FORCE)");

    private static void Execute(string sql)
    {
        using NpgsqlConnection connection = new(Server);
        connection.Open();
#pragma warning disable CA2100 // A test's own names.
        using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using NpgsqlConnection connection = new(Server);
        await connection.OpenAsync(cancellationToken);
#pragma warning disable CA2100 // A test's own names.
        await using NpgsqlCommand command = new(sql, connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
