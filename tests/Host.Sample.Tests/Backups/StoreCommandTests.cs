using System.Text.Json;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Runs;
using Host.Sample.Tests.Cli;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;

namespace Host.Sample.Tests.Backups;

/// <summary>Backing up while a host serves, restoring, looking; and whatever can be wrong with a file.</summary>
[Trait("Store", "Sqlite")]
public sealed class StoreCommandTests : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("backups-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Backup => Path.Combine(_place.FullName, "backup.db");

    private string Keys => Path.Combine(_place.FullName, "keys");

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _place.Delete(recursive: true);
    }

    [Fact]
    public async Task A_backup_taken_while_a_host_serves_is_a_whole_host_elsewhere()
    {
        await using var host = await ServingAsync();

        var taken = Json((await Typed.RunAsync(host.Folders, "store", "backup", Backup, "--with-keys", Keys, "--json")).ShouldSucceed());

        var run = taken.GetProperty("store").GetProperty("published").EnumerateArray().ShouldHaveSingleItem();
        (run.GetProperty("connector").GetString(), run.GetProperty("altered").GetArrayLength()).ShouldBe(("Orchard", 0));
        run.GetProperty("rows").GetInt64().ShouldBeGreaterThan(100);
        Directory.EnumerateFiles(_place.FullName).ShouldBe([Backup], "nothing unfinished is left");

        using TestFolders elsewhere = new();
        elsewhere.InstallOrchard();
        var restored = Json((await Typed.RunAsync(elsewhere, "store", "restore", Backup, "--with-keys", Keys, "--json")).ShouldSucceed());
        restored.GetProperty("canDecrypt").GetBoolean().ShouldBeTrue();
        restored.GetProperty("oldStore").ValueKind.ShouldBe(JsonValueKind.Null);
        (await Typed.RunAsync(elsewhere, "runs", "verify", "1")).ShouldSucceed();
        (await Typed.RunAsync(elsewhere, "connectors", "run", "Orchard")).ShouldSucceed();
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_backup_taken_in_the_middle_of_a_run_is_of_one_moment()
    {
        await using var host = await ServingAsync();
        var runs = host.Get<RunService>();
        var run = await runs.QueueAsync("Orchard", "test", isFull: true, Token);
        var running = runs.ExecuteAsync(run.Id, Token);

        var taken = await Typed.RunAsync(host.Folders, "store", "backup", Backup);
        await running;

        taken.ShouldSucceed().ShouldContain("are those that the run left");
    }

    [Fact]
    public async Task Restoring_waits_for_the_host_to_be_gone_and_keeps_what_was_there()
    {
        await using var host = await ServingAsync();
        (await Typed.RunAsync(host.Folders, "store", "backup", Backup, "--with-keys", Keys)).ShouldSucceed();
        await host.AddConnectorAsync("After the backup");

        var refused = await Typed.RunAsync(host.Folders, "store", "restore", Backup);

        refused.ExitCode.ShouldBe((int)HostProblem.Conflict);
        refused.Errors.ShouldContain("Nothing has been changed");
        (await host.Get<ConnectorService>().GetAsync("After the backup", Token)).Name.ShouldBe("After the backup");

        await host.EndAsync();
        var restored = Json((await Typed.RunAsync(host.Folders, "store", "restore", Backup, "--json")).ShouldSucceed());

        (await Typed.RunAsync(host.Folders, "connectors", "list", "--json")).ShouldSucceed().ShouldNotContain("After the backup");
        var old = restored.GetProperty("oldStore").GetString().ShouldNotBeNull();
        Sql<long>(old, "SELECT count(*) FROM Connectors WHERE Name = 'After the backup'").ShouldBe(1);
        SqliteConnection.ClearAllPools();
    }

    /// <summary>The commands of the manual, as they stand there: the service is this fixture's host, and the folder for backups another one.</summary>
    [Fact]
    public async Task The_manuals_way_brings_back_what_was_lost()
    {
        var commands = Manual.Commands("Backup and restore");
        commands.Count.ShouldBeGreaterThanOrEqualTo(6);
        await using var host = await ServingAsync();
        var options = host.Folders.Options;
        WebDoor? again = null;
        var hasLost = false;

        try
        {
            foreach (var command in commands)
            {
                if (command == "systemctl stop connector-host")
                {
                    await host.Get<ConnectorService>().RemoveAsync("Orchard", null, Token);
                    hasLost = true;
                    await host.EndAsync();
                }
                else if (command == "systemctl start connector-host")
                {
                    again = WebDoor.Build(options, LogEventLevel.Fatal, services => services.AddSingleton(new CurrentActor(Actor.CommandLine)));
                    await again.StartAsync(Token);
                }
                else
                {
                    command.ShouldStartWith("dotnet Host.Sample.dll ");
                    List<string> typed = [.. command["dotnet Host.Sample.dll ".Length..].Replace("/srv/backup", _place.FullName, StringComparison.Ordinal).Split(' ')];

                    if (typed[0] == "health")
                    {
                        typed.AddRange(["--address", again!.Address.AbsoluteUri]);
                    }

                    (await Typed.RunAsync(host.Folders, [.. typed])).ShouldSucceed();
                }
            }

            hasLost.ShouldBeTrue();
            (await again!.App.Services.GetRequiredService<ConnectorService>().GetAsync("Orchard", Token)).SecretsSet.ShouldContain("token");
        }
        finally
        {
            if (again is not null)
            {
                await again.StopAsync(CancellationToken.None);
                await again.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task Without_its_keys_a_store_says_that_its_secrets_are_lost()
    {
        await using var host = await ServingAsync();
        (await Typed.RunAsync(host.Folders, "store", "backup", Backup)).ShouldSucceed().ShouldContain("not copied");
        using TestFolders elsewhere = new();

        (await Typed.RunAsync(elsewhere, "store", "restore", Backup)).ShouldSucceed().ShouldContain("CANNOT be decrypted");
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task A_sound_store_is_told_to_be_and_an_altered_row_is_found()
    {
        await using var host = await ServingAsync();
        (await Typed.RunAsync(host.Folders, "store", "check")).ShouldSucceed().ShouldContain("is sound");
        Sql<object?>(host.Folders.Options.DatabaseFile, "UPDATE orchard_growers SET row_hash = x'00' WHERE rowid = (SELECT min(rowid) FROM orchard_growers)");

        var check = await Typed.RunAsync(host.Folders, "store", "check");
        var backup = await Typed.RunAsync(host.Folders, "store", "backup", Backup);

        check.ExitCode.ShouldBe((int)HostProblem.ProofBroken);
        check.Output.ShouldContain("NOT those that the run left, in growers");
        backup.ExitCode.ShouldBe((int)HostProblem.ProofBroken);
        backup.Errors.ShouldContain("growers");
        File.Exists(Backup).ShouldBeFalse("a backup that is not sound is none");
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_the_store_stays()
    {
        await using var host = await ServingAsync();
        (await Typed.RunAsync(host.Folders, "store", "backup", Backup)).ShouldSucceed();

        // Every page after the first few is made unreadable: the catalogue is there, the rows are not.
        await using (var file = File.OpenWrite(Backup))
        {
            file.Position = file.Length / 2;
            await file.WriteAsync(new byte[(int)(file.Length / 2)], Token);
        }

        using TestFolders elsewhere = new();
        var refused = await Typed.RunAsync(elsewhere, "store", "restore", Backup);

        refused.ExitCode.ShouldBeOneOf((int)HostProblem.ProofBroken, (int)HostProblem.StoreUnavailable);
        refused.Errors.ShouldNotContain("   at ");
        File.Exists(elsewhere.Options.DatabaseFile).ShouldBeFalse();
        Directory.EnumerateFiles(elsewhere.Data, "*.restoring*").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_backup_of_a_newer_version_is_refused()
    {
        await using var host = await ServingAsync();
        (await Typed.RunAsync(host.Folders, "store", "backup", Backup)).ShouldSucceed();
        Sql<object?>(Backup, "INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0.0')");
        using TestFolders elsewhere = new();

        var refused = await Typed.RunAsync(elsewhere, "store", "restore", Backup);

        refused.ExitCode.ShouldBe((int)HostProblem.Invalid);
        refused.Errors.ShouldContain("newer version");
        File.Exists(elsewhere.Options.DatabaseFile).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_no_store_is_refused()
    {
        using TestFolders folders = new();
        await File.WriteAllTextAsync(Backup, "I am a shopping list, and long enough to be looked at as a file with a header of a hundred bytes: apples, pears, plums.", Token);
        var recipes = Path.Combine(_place.FullName, "recipes.db");
        Sql<object?>(recipes, "CREATE TABLE recipes (name TEXT)", SqliteOpenMode.ReadWriteCreate);

        (await Typed.RunAsync(folders, "store", "restore", Backup)).ExitCode.ShouldBe((int)HostProblem.Invalid);
        (await Typed.RunAsync(folders, "store", "restore", recipes)).ExitCode.ShouldBe((int)HostProblem.Invalid);
        (await Typed.RunAsync(folders, "store", "restore", Path.Combine(_place.FullName, "nothing.db"))).ExitCode.ShouldBe((int)HostProblem.NotFound);
        (await Typed.RunAsync(folders, "store", "check")).ExitCode.ShouldBe((int)HostProblem.NotFound);
        (await Typed.RunAsync(folders, "store", "backup", Path.Combine(_place.FullName, "b.db"))).ExitCode.ShouldBe((int)HostProblem.NotFound);
    }

    [Fact]
    public async Task Nothing_that_is_there_is_written_over()
    {
        await using var host = await ServingAsync();
        await File.WriteAllTextAsync(Backup, "yesterday's", Token);
        Directory.CreateDirectory(Keys);
        await File.WriteAllTextAsync(Path.Combine(Keys, "other.xml"), "another store's", Token);
        var another = Path.Combine(_place.FullName, "another.db");

        (await Typed.RunAsync(host.Folders, "store", "backup", Backup)).ExitCode.ShouldBe((int)HostProblem.Conflict);
        (await Typed.RunAsync(host.Folders, "store", "backup", another, "--with-keys", Keys)).ExitCode.ShouldBe((int)HostProblem.Conflict);
        (await Typed.RunAsync(host.Folders, "store", "backup", Path.Combine(_place.FullName, "no-folder", "b.db"))).ExitCode.ShouldBe((int)HostProblem.NotFound);

        (await File.ReadAllTextAsync(Backup, Token)).ShouldBe("yesterday's");
        File.Exists(another).ShouldBeFalse();
        Directory.EnumerateFiles(Keys).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Only_its_owner_reads_a_backup_and_its_keys()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Rights are another matter there.");
        await using var host = await ServingAsync();

        (await Typed.RunAsync(host.Folders, "store", "backup", Backup, "--with-keys", Keys)).ShouldSucceed();

        foreach (var file in Directory.EnumerateFiles(Keys, "*", SearchOption.AllDirectories).Append(Backup))
        {
#pragma warning disable CA1416 // Skipped there.
            File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
#pragma warning restore CA1416
        }
    }

    /// <summary>A host that serves, with a connector that has run once.</summary>
    private static async Task<WebFixture> ServingAsync()
    {
        var host = await WebFixture.StartAsync();
        await host.AddConnectorAsync("Orchard");
        var run = await host.Get<RunService>().QueueAsync("Orchard", "test", isFull: false, Token);
        (await host.Get<RunService>().ExecuteAsync(run.Id, Token)).State.ShouldBe(RunState.Published);

        return host;
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static T? Sql<T>(string file, string sql, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A test's own text.
        command.CommandText = sql;
#pragma warning restore CA2100

        return (T?)command.ExecuteScalar();
    }
}
