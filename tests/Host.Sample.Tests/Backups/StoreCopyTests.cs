using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Backups.Copying;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Schedules;
using Host.Sample.Tests.Cli;
using Host.Sample.Tests.Runs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Serilog.Events;

namespace Host.Sample.Tests.Backups;

/// <summary>A file becomes a database: everything is there, everything is as certified, and what goes wrong leaves nothing behind.</summary>
[Trait("Store", "Sqlite")]
public sealed class StoreCopyTests(LivedInFolders lived) : IClassFixture<LivedInFolders>, IDisposable
{
    private static readonly Dictionary<string, string> Settings = new() { ["rows"] = "230" };

    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("copies-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Keys => Path.Combine(_place.FullName, "keys");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_host_on_the_copy_is_the_host_that_was_on_the_file()
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        var before = await AnswersAsync(folders, []);

        var copied = Json((await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection, "--with-keys", Keys, "--json")).ShouldSucceed());

        copied.GetProperty("canDecrypt").GetBoolean().ShouldBeTrue();
        copied.GetProperty("findings").GetArrayLength().ShouldBe(0);
        copied.GetProperty("endpointServers").EnumerateArray().Select(name => name.GetString()).ShouldBe(["local"]);
        var proven = copied.GetProperty("proven").EnumerateArray().ShouldHaveSingleItem();
        (proven.GetProperty("runs").GetInt32(), proven.GetProperty("isProven").GetBoolean()).ShouldBe((3, true));
        copied.GetProperty("tables").EnumerateArray().ShouldAllBe(table => table.GetProperty("isSame").GetBoolean() && table.GetProperty("rows").GetInt64() == table.GetProperty("copied").GetInt64());

        using TestFolders elsewhere = new();
        elsewhere.InstallOrchard();
        string[] there = ["--database", target.Connection, "--keys", Keys];
        (await AnswersAsync(elsewhere, there)).ShouldBe(before);

        // What the next run finds is what it would have found on the file.
        (await LivedInFolders.RunAsync(elsewhere, "5", there)).ShouldBe(await LivedInFolders.RunAsync(folders, "5", []));
    }

    [Fact]
    public async Task A_host_that_serves_on_the_copy_opens_secrets_and_follows_schedules()
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        (await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection, "--with-keys", Keys)).ShouldSucceed().ShouldContain($"CONNECTOR_HOST_KEYS={Keys}");
        using TestFolders elsewhere = new();
        elsewhere.InstallOrchard();
        await using var door = WebDoor.Build(
            elsewhere.Options with { Database = target.Connection, SharedKeys = Keys }, LogEventLevel.Fatal, services => services.AddSingleton(new CurrentActor(Actor.CommandLine)));
        await door.StartAsync(Token);

        try
        {
            await using var database = await door.App.Services.GetRequiredService<IDbContextFactory<HostDatabase>>().CreateDbContextAsync(Token);
            var connector = await database.Connectors.SingleAsync(Token);
            (await door.App.Services.GetRequiredService<SecretVault>().FindAsync(database, connector.Id, "token", Token)).ShouldBe("typed-in-token");
            (await door.App.Services.GetRequiredService<ScheduleService>().GetAsync("Home", Token)).NextAt.ShouldNotBeNull();
            (await database.AccessKeys.CountAsync(Token)).ShouldBeGreaterThan(0);
        }
        finally
        {
            await door.StopAsync(CancellationToken.None);
        }

        HostStore.Of(elsewhere.Options with { Database = target.Connection }, TimeProvider.System).LetGo();
    }

    /// <summary>The commands of the manual, as they stand there: the service is a host of this test, and its database and folders are the test's.</summary>
    [Fact]
    public async Task The_manuals_way_leads_to_a_host_on_the_database()
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        WebDoor? door = null;
        List<string> exported = [];
        var commands = Manual.Commands("Several endpoint servers", "From one SQLite host to PostgreSQL");
        commands.Count.ShouldBeGreaterThanOrEqualTo(12);

        try
        {
            foreach (var command in commands)
            {
                var typed = command.Replace("/srv/backup", Path.Combine(_place.FullName, "backup"), StringComparison.Ordinal).Replace("/srv/connector-host/keys", Keys, StringComparison.Ordinal);

                if (typed.StartsWith("export CONNECTOR_HOST_DATABASE=", StringComparison.Ordinal))
                {
                    exported.AddRange(["--database", target.Connection]);
                }
                else if (typed.StartsWith("export CONNECTOR_HOST_KEYS=", StringComparison.Ordinal))
                {
                    exported.AddRange(["--keys", typed.Split('=')[1]]);
                }
                else if (typed == "systemctl start connector-host")
                {
                    door = WebDoor.Build(folders.Options with { Database = target.Connection, SharedKeys = Keys }, LogEventLevel.Fatal, services => services.AddSingleton(new CurrentActor(Actor.CommandLine)));
                    await door.StartAsync(Token);
                }
                else if (typed.StartsWith("dotnet Host.Sample.dll ", StringComparison.Ordinal))
                {
                    Directory.CreateDirectory(Path.Combine(_place.FullName, "backup"));
                    string[] address = typed.EndsWith(" health", StringComparison.Ordinal) ? ["--address", door!.Address.AbsoluteUri] : [];
                    (await Typed.RunAsync(folders, [.. typed["dotnet Host.Sample.dll ".Length..].Split(' '), .. address, .. exported])).ShouldSucceed();
                }
                else
                {
                    typed.Split(' ')[0].ShouldBeOneOf("systemctl", "createuser", "createdb");
                }
            }

            (await door!.App.Services.GetRequiredService<RunService>().GetAsync(4, Token)).State.ShouldBe(RunState.Published);
        }
        finally
        {
            if (door is not null)
            {
                await door.StopAsync(CancellationToken.None);
                await door.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Every_table_of_the_model_has_the_same_rows_in_both()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await using var file = await host.DatabaseAsync(Token);
        var filled = await FillAsync(file, rows: 7);
        filled.Count.ShouldBe(file.Model.GetEntityTypes().Count() - 1, "all but the list of plugins' tables");

        var report = await host.Get<StoreCopy>().CopyAsync(target.Connection, null, isDryRun: false, _ => { }, Token);

        report.Findings.ShouldBeEmpty();
        await using var there = HostStore.Of(host.Options with { Database = target.Connection }, host.Clock).Open();

        foreach (var entity in file.Model.GetEntityTypes().OrderBy(entity => entity.Name))
        {
            var copied = await RowsAsync(there, entity);
            copied.ShouldBe(await RowsAsync(file, entity), entity.ClrType.Name);
            copied.Count.ShouldBeGreaterThanOrEqualTo(filled.GetValueOrDefault(entity.ClrType), entity.ClrType.Name);
        }
    }

    [Fact]
    public async Task Numbers_go_on_behind_the_highest_that_was_ever_given()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings, Token);
        await host.RunAsync("Home", Token);
        var gone = await host.RunAsync("Home", Token);
        await using (var database = await host.DatabaseAsync(Token))
        {
            await database.Runs.Where(run => run.Id == gone.Id).ExecuteDeleteAsync(Token);
        }

        await host.Get<StoreCopy>().CopyAsync(target.Connection, null, isDryRun: false, _ => { }, Token);

        await using var there = host.Another(new OrchardOpener(), options => options with { Database = target.Connection });
        (await there.AddConnectorAsync("Another", Settings, Token)).Id.ShouldBe(2);
        (await there.RunAsync("Another", Token)).Id.ShouldBe(gone.Id + 1);
    }

    [Fact]
    public async Task A_run_that_was_interrupted_goes_on_from_its_last_page()
    {
        await using var target = await CopyTarget.MakeAsync();
        using CancellationTokenSource killed = new();
        OrchardOpener dying = new() { BeforePage = (stream, page) => Kill(stream == "growers" && page == 3, killed) };
        await using var host = await TestHost.StartAsync(dying, Token);
        await using var undisturbed = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings, Token);
        await undisturbed.AddConnectorAsync("Home", Settings, Token);
        var run = await host.Runs.QueueAsync("Home", "test", isFull: false, Token);
        await Should.ThrowAsync<OperationCanceledException>(() => host.Runs.ExecuteAsync(run.Id, killed.Token));

        var report = await host.Get<StoreCopy>().CopyAsync(target.Connection, null, isDryRun: false, _ => { }, Token);

        report.Unfinished.ShouldBe([run.Id]);
        List<int> asked = [];
        await using var there = host.Another(new OrchardOpener { BeforePage = (stream, page) => Note(stream == "growers", page, asked) }, options => options with { Database = target.Connection });
        Hashes(await there.Runs.ExecuteAsync(run.Id, Token)).ShouldBe(Hashes(await undisturbed.RunAsync("Home", Token)));
        asked.ShouldNotBeEmpty();

        var growers = (await there.Runs.GetAsync(run.Id, Token)).Streams.Single(stream => stream.StreamId == "growers");
        asked.Count.ShouldBeLessThan(growers.Pages, "the pages that had come were not asked for again");
    }

    [Theory]
    [InlineData("Copying Runs", true)]
    [InlineData("Copying orchard_growers", true)]
    [InlineData("Holding orchard_trees against the file", true)]
    [InlineData("Copying StreamRuns", false)]
    [InlineData("Letting the server look at its tables", false)]
    public async Task What_ends_in_the_middle_leaves_the_database_empty_and_can_be_done_again(string moment, bool byServer)
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings, Token);
        await host.RunAsync("Home", Token);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var hasCome = false;

        void AtThatMoment(string text)
        {
            if (text != moment)
            {
                return;
            }

            hasCome = true;

            if (byServer)
            {
                // As when the process is killed: its session is gone.
                target.NumberAsync("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()").GetAwaiter().GetResult();
            }
            else
            {
                stop.Cancel();
            }
        }

        var failure = await Should.ThrowAsync<Exception>(() => host.Get<StoreCopy>().CopyAsync(target.Connection, Keys, isDryRun: false, AtThatMoment, stop.Token));

        hasCome.ShouldBeTrue();

        if (byServer)
        {
            failure.ShouldBeOfType<HostException>().Fix.ShouldContain("Nothing was kept in the database");
        }
        else
        {
            failure.ShouldBeAssignableTo<OperationCanceledException>();
        }

        (await target.TablesAsync()).ShouldBe(0);
        Directory.Exists(Keys).ShouldBeFalse();
        (await host.Get<StoreCopy>().CopyAsync(target.Connection, null, isDryRun: false, _ => { }, Token)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_host_that_starts_meanwhile_waits_for_the_whole_copy()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await host.AddConnectorAsync("Home", Settings, Token);
        await host.RunAsync("Home", Token);
        var store = HostStore.Of(host.Options with { Database = target.Connection }, host.Clock);
        Task? starting = null;

        await host.Get<StoreCopy>().CopyAsync(
            target.Connection,
            null,
            isDryRun: false,
            text =>
            {
                if (text == "Copying Runs")
                {
                    starting = Task.Run(() => store.PrepareAsync(Token), Token);

                    while (target.NumberAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())").GetAwaiter().GetResult() == 0)
                    {
                        starting.IsCompleted.ShouldBeFalse();
                        Thread.Sleep(20);
                    }
                }
            },
            Token);

        await starting.ShouldNotBeNull();
        store.LetGo();
        (await target.NumberAsync("SELECT count(*) FROM \"Runs\"")).ShouldBe(1);
    }

    [Theory]
    [InlineData("UPDATE orchard_growers SET row_hash = x'00112233445566778899AABBCCDDEEFF' WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run IS NOT NULL)", "growers as of run 1 of Home")]
    [InlineData("DELETE FROM orchard_growers WHERE rowid = (SELECT min(rowid) FROM orchard_growers WHERE to_run IS NOT NULL)", "growers as of run 1 of Home")]
    [InlineData("UPDATE StreamRuns SET RowSetHash = lower(hex(randomblob(32))) WHERE RunId = 1 AND StreamId = 'trees'", "The certificate of run 1")]
    public async Task What_is_not_as_certified_is_told_and_not_kept(string alteration, string told)
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        LivedInFolders.Sql(folders, alteration);

        var refused = await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection, "--with-keys", Keys);

        refused.ExitCode.ShouldBe((int)HostProblem.ProofBroken);
        refused.Output.ShouldContain("was NOT copied");
        refused.Errors.ShouldContain(told);
        refused.Errors.ShouldContain("Nothing was kept in the database");
        (await target.TablesAsync()).ShouldBe(0);
        Directory.Exists(Keys).ShouldBeFalse();
    }

    [Theory]
    [InlineData("UPDATE orchard_growers SET row_hash = x'00' WHERE rowid = (SELECT max(rowid) FROM orchard_growers)", HostProblem.ProofBroken, "is not sound")]
    [InlineData("UPDATE orchard_growers SET name = 'An' || char(0) || 'na' WHERE row_key = (SELECT min(row_key) FROM orchard_growers)", HostProblem.Invalid, "zero character")]
    [InlineData("UPDATE orchard_growers SET name = CAST(x'FF41' AS TEXT) WHERE row_key = (SELECT min(row_key) FROM orchard_growers)", HostProblem.Invalid, "no text")]
    [InlineData("UPDATE Connectors SET FullRunEvery = 'often'", HostProblem.Invalid, "not of the column's type")]
    [InlineData("UPDATE ConnectorSchedules SET JitterMinutes = 4294967296", HostProblem.Invalid, "not of the column's type")]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0')", HostProblem.Invalid, "newer version")]
    [InlineData("DELETE FROM __EFMigrationsHistory WHERE MigrationId = (SELECT max(MigrationId) FROM __EFMigrationsHistory)", HostProblem.Invalid, "older version")]
    public async Task A_file_that_cannot_be_copied_is_told_to_be_and_why(string alteration, HostProblem problem, string told)
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        LivedInFolders.Sql(folders, alteration);

        var refused = await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection);

        refused.ExitCode.ShouldBe((int)problem, refused.Errors);
        refused.Errors.ShouldContain(told);
        refused.Errors.ShouldContain("Nothing has been changed");
        refused.Errors.ShouldNotContain("   at ");
        (await target.TablesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_zero_character_in_the_hosts_own_texts_is_replaced_and_told()
    {
        await using var target = await CopyTarget.MakeAsync();
        using var folders = LivedIn();
        LivedInFolders.Sql(folders, "UPDATE Connectors SET Description = 'Our' || char(0) || 'orchard'");

        (await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection)).ShouldSucceed().ShouldContain("Connectors.Description: 1 text had the zero character");

        (await target.NumberAsync("SELECT count(*) FROM \"Connectors\" WHERE \"Description\" = 'Our' || chr(65533) || 'orchard'")).ShouldBe(1);
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_left_as_it_is()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await target.NumberAsync("CREATE TABLE recipes (name text)");

        var others = await RefusedAsync(host, target.Connection);
        others.Message.ShouldContain("'recipes'");
        (await target.TablesAsync()).ShouldBe(1);

        // A schema of its own in the same database does.
        var own = target.Connection + ";Search Path=connectors";
        (await host.Get<StoreCopy>().CopyAsync(own, null, isDryRun: false, _ => { }, Token)).Findings.ShouldBeEmpty();
        (await target.NumberAsync("SELECT count(*) FROM connectors.\"EndpointServers\"")).ShouldBe(1);

        var again = await RefusedAsync(host, own);
        (again.Problem, again.Message).ShouldBe((HostProblem.Conflict, $"The database {new NpgsqlConnectionStringBuilder(own).Database} on 127.0.0.1:{new NpgsqlConnectionStringBuilder(own).Port} is a store of this host already."));

        await target.NumberAsync("INSERT INTO connectors.\"__EFMigrationsHistory\" VALUES ('29991231000000_Future', '99.0.0')");
        (await RefusedAsync(host, own)).Message.ShouldContain("newer version");
    }

    [Fact]
    public async Task A_database_that_cannot_be_used_is_told_to_be_and_why()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await TestHost.StartAsync(Token);
        await target.NumberAsync("DROP ROLE IF EXISTS copyist");
        await target.NumberAsync("CREATE ROLE copyist LOGIN PASSWORD 'feeble-feeble'");

        try
        {
            var weak = await RefusedAsync(host, target.With(builder => (builder.Username, builder.Password) = ("copyist", "feeble-feeble")));
            (weak.Message.Contains("may not do", StringComparison.Ordinal), weak.Fix.Contains("GRANT", StringComparison.Ordinal)).ShouldBe((true, true), weak.ToString());
        }
        finally
        {
            await target.NumberAsync("DROP ROLE copyist");
        }

        (await RefusedAsync(host, "Host=127.0.0.1;Port=1;Database=connectors;Username=x;Password=swordfish;Timeout=3")).ToString().ShouldNotContain("swordfish");
        (await RefusedAsync(host, target.With(builder => builder.Database = "nowhere"))).Message.ShouldContain("There is no database nowhere");
        (await RefusedAsync(host, target.With(builder => builder.Password = "swordfish"))).Message.ShouldContain("does not let this user in");
        (await RefusedAsync(host, $"Data Source={host.Options.DatabaseFile}")).Problem.ShouldBe(HostProblem.Usage);
    }

    [Fact]
    public async Task A_file_that_a_host_works_with_is_not_copied()
    {
        await using var target = await CopyTarget.MakeAsync();
        await using var host = await WebFixture.StartAsync();

        var refused = await Typed.RunAsync(host.Folders, "store", "copy", "--to", target.Connection);

        refused.ExitCode.ShouldBe((int)HostProblem.Conflict);
        refused.Errors.ShouldContain("Stop the host");
        (await target.TablesAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_asked_for_must_be_one_database_and_an_empty_folder()
    {
        await using var target = await CopyTarget.MakeAsync();
        using TestFolders folders = new();
        (await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection)).ExitCode.ShouldBe((int)HostProblem.NotFound);
        (await Typed.RunAsync(folders, "connectors", "list")).ShouldSucceed();
        SqliteConnection.ClearAllPools();

        (await Typed.RunAsync(folders, "store", "copy")).Errors.ShouldContain("No database is named");
        (await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection, "--database", "Host=other;Database=other")).Errors.ShouldContain("Two databases are named");
        Directory.CreateDirectory(Keys);
        await File.WriteAllTextAsync(Path.Combine(Keys, "other.xml"), "another store's", Token);
        (await Typed.RunAsync(folders, "store", "copy", "--to", target.Connection, "--with-keys", Keys)).ExitCode.ShouldBe((int)HostProblem.Conflict);
        (await target.TablesAsync()).ShouldBe(0);

        (await Typed.RunAsync(folders, "store", "copy", "--database", target.Connection, "--dry-run")).ShouldSucceed().ShouldContain("nothing has been copied");
        (await target.TablesAsync()).ShouldBe(0);
        (await Typed.RunAsync(folders, "store", "copy", "--database", target.Connection)).ShouldSucceed().ShouldContain("AuditEntries");
    }

    /// <summary>A data folder of the test's own, as <see cref="LivedInFolders"/> has it.</summary>
    private TestFolders LivedIn()
    {
        TestFolders folders = new();
        folders.InstallOrchard();
        TestFolders.Copy(lived.Folders.Data, folders.Data);

        return folders;
    }

    /// <summary>What a person gets to see of the store, by command.</summary>
    private static async Task<Dictionary<string, string>> AnswersAsync(TestFolders folders, string[] where)
    {
        Dictionary<string, string> answers = [];

        foreach (var typed in new[]
        {
            "connectors list", "runs list", "schedules list", "webhooks list Home", "licences exclusions Home", "inventory list Home", "inventory summary Home", "inventory trend Home",
            "licences position Home", "licences reclaim Home", "inventory changes Home growers --from 1 --to 4", "runs show 3", "runs certificate 4",
            "runs verify 1", "runs verify 2", "runs verify 3", "runs verify 4",
            "inventory show Home growers --as-of 1 --take 500", "inventory show Home growers --as-of 2 --take 500", "inventory show Home growers --as-of 4 --take 500", "inventory show Home trees --as-of 1 --take 500",
        })
        {
            answers[typed] = (await Typed.RunAsync(folders, [.. typed.Split(' '), "--json", .. where])).ShouldSucceed();
        }

        SqliteConnection.ClearAllPools();

        return answers;
    }

    /// <summary>Puts rows of all kinds of values into every table of the model that has none of its own making.</summary>
    /// <returns>How many rows each has.</returns>
    private static async Task<Dictionary<Type, int>> FillAsync(HostDatabase database, int rows)
    {
        Random random = new(7);
        Dictionary<Type, int> filled = [];
        List<IEntityType> open = [.. database.Model.GetEntityTypes().Where(entity => entity.ClrType != typeof(InventoryTable))];

        while (open.Find(entity => entity.GetForeignKeys().All(key => filled.ContainsKey(key.PrincipalEntityType.ClrType))) is { } entity)
        {
            open.Remove(entity);

            for (var row = 0; row < rows; row++)
            {
                var made = Activator.CreateInstance(entity.ClrType)!;
                var entry = database.Entry(made);

                foreach (var property in entity.GetProperties().Where(property => property.PropertyInfo is not null))
                {
                    property.PropertyInfo!.SetValue(made, Value(property, row, random));
                }

                entry.State = EntityState.Added;
            }

            await database.SaveChangesAsync(Token);
            filled[entity.ClrType] = rows;
        }

        open.ShouldBeEmpty();
        database.ChangeTracker.Clear();

        return filled;
    }

    // The host started with an endpoint server of its own, whose number is 1.
    private static object? Value(IProperty property, int row, Random random)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;

        // What a row says of other rows must be so, or the file would be taken for altered.
        return (property.DeclaringType.ClrType.Name, property.Name) switch
        {
            (nameof(Connector), nameof(Connector.PublishedRunId)) => null,
            (nameof(Run), nameof(Run.State)) => row % 2 == 0 ? RunState.Failed : RunState.Rejected,
            _ when property.IsForeignKey() => Convert.ChangeType(row + 2, type, CultureInfo.InvariantCulture),
            _ when property.IsPrimaryKey() && (type == typeof(int) || type == typeof(long)) => Convert.ChangeType(row + 2, type, CultureInfo.InvariantCulture),
            _ when property.IsNullable && row % 3 == 0 => null,
            _ when type == typeof(string) => $"{(row % 2 == 0 ? "" : "Straße \"O'Neil\" \\ \t\r\n🍎 ‮")}{property.Name}{random.Next()}",
            _ when type == typeof(bool) => row % 2 == 0,
            _ when type == typeof(int) => row == 1 ? int.MinValue : random.Next(),
            _ when type == typeof(long) => row == 1 ? long.MaxValue : random.NextInt64(),
            _ when type == typeof(byte[]) => RandomBytes(random),
            _ when type == typeof(Guid) => new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)row),
            _ when type == typeof(TimeOnly) => new TimeOnly(row, 59, 58, 123),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 1 + row, 8, 30, 0, 123, TimeSpan.Zero),
            _ when type.IsEnum => Enum.GetValues(type).Cast<object>().ElementAt(row % Enum.GetValues(type).Length),
            _ => throw new InvalidOperationException($"The test has no value for {property.DeclaringType.Name}.{property.Name}, a {type.Name}."),
        };
    }

    private static byte[] RandomBytes(Random random)
    {
        var bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);

        return bytes;
    }

    private static async Task<List<string>> RowsAsync(HostDatabase database, IEntityType entity)
    {
        var rows = await ((Task<List<string>>)typeof(StoreCopyTests).GetMethod(nameof(RowsOfAsync), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(entity.ClrType).Invoke(null, [database, entity])!);
        rows.Sort(StringComparer.Ordinal);

        return rows;
    }

    private static async Task<List<string>> RowsOfAsync<T>(HostDatabase database, IEntityType entity)
        where T : class
    {
        var properties = entity.GetProperties().OrderBy(property => property.Name, StringComparer.Ordinal).Select(property => property.PropertyInfo!).ToList();
        var rows = await database.Set<T>().AsNoTracking().ToListAsync(Token);

        return [.. rows.Select(row => JsonSerializer.Serialize(properties.ToDictionary(property => property.Name, property => property.GetValue(row))))];
    }

    private static async Task<HostException> RefusedAsync(TestHost host, string connection) =>
        await Should.ThrowAsync<HostException>(() => host.Get<StoreCopy>().CopyAsync(connection, null, isDryRun: false, _ => { }, Token));

    private static void Kill(bool isNow, CancellationTokenSource killed)
    {
        if (isNow)
        {
            killed.Cancel();
            killed.Token.ThrowIfCancellationRequested();
        }
    }

    private static void Note(bool isOne, int page, List<int> asked)
    {
        if (isOne)
        {
            asked.Add(page);
        }
    }

    private static List<string> Hashes(Run run) => [.. run.Streams.Select(stream => $"{stream.StreamId} {stream.RowSetHash} {stream.RowCount} +{stream.Added}")];

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);
}
