using Host.Sample.Database;
using Host.Sample.Tests.Runs;
using Npgsql;

namespace Host.Sample.Tests.Database;

/// <summary>A database of a server as the store: whatever is wrong with it is one sentence and its fix, and nothing of somebody else's is touched.</summary>
public sealed class PostgresStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=;Database=x")]
    [InlineData("Host=127.0.0.1;Database=")]
    [InlineData("Host=127.0.0.1;Port=none;Database=x;Password=swordfish")]
    public void What_is_no_connection_string_is_told_without_repeating_it(string connection)
    {
        var failure = Should.Throw<HostException>(() => Store(connection));

        failure.Problem.ShouldBe(HostProblem.Usage);
        failure.Fix.ShouldContain("Host=");
        failure.ToString().ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        var failure = await RefusedAsync("Host=127.0.0.1;Port=1;Database=connectors;Username=x;Password=swordfish;Timeout=3");

        failure.Message.ShouldContain("connectors on 127.0.0.1:1 does not answer");
        failure.ToString().ShouldNotContain("swordfish");
    }

    [Fact]
    public async Task A_wrong_password_is_told()
    {
        TestDatabases.Require();

        (await RefusedAsync(With(builder => builder.Password = "swordfish"))).Message.ShouldContain("does not let this user in");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_told()
    {
        TestDatabases.Require();

        (await RefusedAsync(With(builder => builder.Database = "nowhere"))).Message.ShouldContain("There is no database nowhere");
    }

    [Fact]
    public async Task Another_applications_tables_are_left_alone_and_a_schema_of_its_own_helps()
    {
        await using var database = await EmptyAsync();
        await database.ExecuteAsync("CREATE TABLE recipes (name text)");

        (await RefusedAsync(database.Connection)).Message.ShouldContain("'recipes'");
        (await database.NumberAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(1);

        await PrepareAsync(database.Connection + ";Search Path=connectors");
        (await database.NumberAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(1);
        (await database.NumberAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'connectors' AND tablename = 'Runs'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_user_who_may_make_no_tables_is_told_what_to_grant()
    {
        await using var database = await EmptyAsync();
        await database.ExecuteAsync("DROP ROLE IF EXISTS weakling");
        await database.ExecuteAsync("CREATE ROLE weakling LOGIN PASSWORD 'feeble-feeble'");

        try
        {
            var failure = await RefusedAsync(new NpgsqlConnectionStringBuilder(database.Connection) { Username = "weakling", Password = "feeble-feeble" }.ToString());

            failure.Message.ShouldContain("may not do");
            failure.Fix.ShouldContain("GRANT");
        }
        finally
        {
            await database.ExecuteAsync("DROP ROLE weakling");
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_version_is_not_touched()
    {
        await using var database = await EmptyAsync();
        await PrepareAsync(database.Connection);
        await database.ExecuteAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Future', '99.0.0')");

        (await RefusedAsync(database.Connection)).Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task Hosts_that_start_at_once_make_the_tables_once()
    {
        await using var database = await EmptyAsync();

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(() => PrepareAsync(database.Connection), Token)));

        (await database.NumberAsync("SELECT count(*) FROM \"__EFMigrationsHistory\"")).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_connector_has_one_process_at_work_and_a_session_that_is_gone_writes_nothing_more()
    {
        await using var database = await EmptyAsync();
        await PrepareAsync(database.Connection);
        await using StoreWriter one = new(Store(database.Connection));
        await using StoreWriter two = new(Store(database.Connection));
        await using var lease = await one.TryLeaseAsync(7, Token);
        lease.ShouldNotBeNull();
        (await one.TryLeaseAsync(7, Token)).ShouldBeNull("the same process twice");
        (await two.TryLeaseAsync(7, Token)).ShouldBeNull();
        (await two.TryLeaseAsync(8, Token)).ShouldNotBeNull("another connector");
        await one.WriteAsync(lease, write => write.Execute("CREATE TABLE written (word text)"), Token);

        var process = await one.WriteAsync(
            write =>
            {
                using var ask = write.Prepare("SELECT pg_backend_pid()::bigint");

                return ask.Number();
            },
            Token);
        await database.ExecuteAsync($"SELECT pg_terminate_backend({process})");
        await using var taken = await TakenAsync(two, 7);

        // The one that was cut off comes back.
        await Should.ThrowAsync<HostException>(() => one.WriteAsync(lease, write => write.Execute("INSERT INTO written VALUES ('late')"), Token));
        await Should.ThrowAsync<HostException>(() => one.WriteAsync(lease, write => write.Execute("INSERT INTO written VALUES ('later')"), Token));
        lease.Lost.IsCancellationRequested.ShouldBeTrue();
        (await one.TryLeaseAsync(7, Token)).ShouldBeNull();
        await two.WriteAsync(taken, write => write.Execute("INSERT INTO written VALUES ('mine')"), Token);
        (await database.NumberAsync("SELECT count(*) FROM written WHERE word <> 'mine'")).ShouldBe(0);
    }

    [Fact]
    public async Task Whoever_stands_still_while_it_hands_rows_over_keeps_nothing_from_others()
    {
        await using var database = await EmptyAsync();
        await PrepareAsync(database.Connection);
        await database.ExecuteAsync("CREATE TABLE handed (word text)");
        await using StoreWriter one = new(Store(database.Connection));
        await using StoreWriter two = new(Store(database.Connection));
        await using var lease = await one.TryLeaseAsync(7, Token);
        using ManualResetEventSlim go = new();
        var halted = Task.Run(
            () => one.WriteAsync(
                lease!,
                write =>
                {
                    using var import = ((NpgsqlConnection)write.Connection).BeginBinaryImport("COPY handed FROM STDIN (FORMAT BINARY)");
                    import.StartRow();
                    import.Write("late");
                    go.Wait(Token);
                    import.Complete();
                },
                Token),
            Token);

        await using var taken = await TakenAsync(two, 7);
        go.Set();

        await Should.ThrowAsync<HostException>(() => halted);
        (await database.NumberAsync("SELECT count(*) FROM handed")).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_one_connectors_is_written_beside_anothers_and_what_is_everybodys_alone()
    {
        await using var database = await EmptyAsync();
        await PrepareAsync(database.Connection);
        await using StoreWriter one = new(Store(database.Connection));
        await using StoreWriter two = new(Store(database.Connection));
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using ManualResetEventSlim end = new();
        var first = Task.Run(
            () => one.WriteAsync(
                1,
                _ =>
                {
                    begun.SetResult();
                    end.Wait(Token);
                },
                Token),
            Token);
        await begun.Task;

        await two.WriteAsync(2, _ => { }, Token);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var everybodys = Task.Run(() => two.WriteAsync(_ => { }, impatient.Token), Token);
        await WaitingAsync(database);
        everybodys.IsCompleted.ShouldBeFalse();
        end.Set();
        await first;
        await everybodys;
    }

    [Fact]
    public async Task The_same_rows_have_the_same_hashes_in_either_store()
    {
        TestDatabases.Require();
        var made = await TestDatabases.MakeAsync(Token);
        await using var server = await TestHost.StartAsync(new OrchardOpener(), options => options with { Database = made }, null, Token);
        await using var file = await TestHost.StartAsync(new OrchardOpener(), options => options with { Database = null }, null, Token);

        for (var day = 0; day < 3; day++)
        {
            (await HashesAsync(server, day)).ShouldBe(await HashesAsync(file, day));
        }
    }

    [Fact]
    public async Task A_server_that_crashed_empties_what_was_staged_and_the_stream_begins_anew()
    {
        TestDatabases.Require();
        var made = await TestDatabases.MakeAsync(Token);
        using CancellationTokenSource killed = new();
        OrchardOpener dying = new() { BeforePage = (stream, page) => Kill(stream == "growers" && page == 3, killed) };
        await using var server = await TestHost.StartAsync(dying, options => options with { Database = made }, null, Token);
        await using var file = await TestHost.StartAsync(new OrchardOpener(), options => options with { Database = null }, null, Token);
        var undisturbed = await HashesAsync(file, 0);
        await server.AddConnectorAsync("Home", new Dictionary<string, string> { ["rows"] = "300", ["change"] = "0" }, Token);
        var run = await server.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await Should.ThrowAsync<OperationCanceledException>(() => server.Runs.ExecuteAsync(run.Id, killed.Token));

        // What its recovery does to tables that are in no log.
        (await server.SqlAsync<long>($"SELECT count(*) FROM \"staging-{run.Id}-growers\"", Token)).ShouldBeGreaterThan(0);
        await server.SqlAsync<object?>($"TRUNCATE \"staging-{run.Id}-growers\"; SELECT 1", Token);

        await using var next = server.Another(new OrchardOpener());
        var ended = await next.Runs.ExecuteAsync(run.Id, Token);
        Told(ended).ShouldBe(undisturbed);
    }

    private static void Kill(bool isNow, CancellationTokenSource killed)
    {
        if (isNow)
        {
            killed.Cancel();
            killed.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<List<string>> HashesAsync(TestHost host, int day)
    {
        Dictionary<string, string> settings = new() { ["rows"] = "300", ["change"] = $"{day}" };

        if (day == 0)
        {
            await host.AddConnectorAsync("Home", settings, Token);
        }

        await host.ChangeSettingsAsync("Home", settings, Token);
        return Told(await host.RunAsync("Home", Token));
    }

    private static List<string> Told(Run run) =>
        [.. run.Streams.Select(stream => $"{stream.StreamId} {stream.RowSetHash} {stream.RowCount} +{stream.Added} ~{stream.Changed} -{stream.Removed} x{stream.Repeated}")];

    private static async Task<ConnectorLease> TakenAsync(StoreWriter writer, int connectorId)
    {
        // The server ends a session in its own time.
        while (true)
        {
            if (await writer.TryLeaseAsync(connectorId, Token) is { } lease)
            {
                return lease;
            }

            await Task.Delay(20, Token);
        }
    }

    private static async Task WaitingAsync(TestDatabase database)
    {
        while (await database.NumberAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 0)
        {
            await Task.Delay(20, Token);
        }
    }

    private static HostStore Store(string connection) => HostStore.Of(new() { DataFolder = "", PluginsFolder = "", Database = connection }, TimeProvider.System);

    private static async Task PrepareAsync(string connection)
    {
        var store = Store(connection);

        try
        {
            await store.PrepareAsync(Token);
        }
        finally
        {
            store.LetGo();
        }
    }

    private static async Task<HostException> RefusedAsync(string connection)
    {
        var failure = await Should.ThrowAsync<HostException>(() => PrepareAsync(connection));
        failure.Problem.ShouldBe(HostProblem.StoreUnavailable);

        return failure;
    }

    private static string With(Action<NpgsqlConnectionStringBuilder> change)
    {
        NpgsqlConnectionStringBuilder builder = new(TestDatabases.Server);
        change(builder);

        return builder.ToString();
    }

    private static async Task<TestDatabase> EmptyAsync()
    {
        TestDatabases.Require();

        return new(await TestDatabases.MakeEmptyAsync(Token));
    }

    private sealed record TestDatabase(string Connection) : IAsyncDisposable
    {
        public async Task ExecuteAsync(string sql)
        {
            await using var command = await CommandAsync(sql);
            await command.ExecuteNonQueryAsync(Token);
            await command.Connection!.DisposeAsync();
        }

        public async Task<long> NumberAsync(string sql)
        {
            await using var command = await CommandAsync(sql);
            var number = (long)(await command.ExecuteScalarAsync(Token))!;
            await command.Connection!.DisposeAsync();

            return number;
        }

        public async ValueTask DisposeAsync() => await TestDatabases.DropAsync(Connection);

        private async Task<NpgsqlCommand> CommandAsync(string sql)
        {
            NpgsqlConnection connection = new(Connection);
            await connection.OpenAsync(Token);
#pragma warning disable CA2100 // A test's own text.
            return new(sql, connection);
#pragma warning restore CA2100
        }
    }
}
