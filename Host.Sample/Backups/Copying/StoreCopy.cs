using System.Data.Common;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Database.Postgres;
using Host.Sample.Database.Sqlite;
using Host.Sample.Inventory;
using Host.Sample.Inventory.Postgres;
using Host.Sample.Inventory.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Host.Sample.Backups.Copying;

/// <summary>Copies the store of the data folder into an empty PostgreSQL database, holds the copy against the file and the runs against their certificates, and only then keeps it.</summary>
/// <remarks>All of it is one transaction: what goes wrong, whenever, leaves the database as it was. The file is only read.</remarks>
public sealed class StoreCopy(HostOptions options, DataFolderUse use, SecretVault vault, TimeProvider clock)
{
    private const int CacheKibibytes = 16 * 1024;

    private readonly KeyCopies _keys = new(options);

    /// <summary>Copies the store.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="keysFolder">An empty folder that takes the keys as all hosts of the database want them; null: they are not copied.</param>
    /// <param name="isDryRun">Whether to tell only what would be copied. The database is asked whether it can be, and left as it is.</param>
    /// <param name="tell">Is told what is being done, from another thread.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: there is no store. <see cref="HostProblem.Usage"/>: no connection string. <see cref="HostProblem.Conflict"/>: a host works with the file, or the database is a store already. <see cref="HostProblem.Invalid"/>: the file is of another version, or has what cannot be kept there. <see cref="HostProblem.ProofBroken"/>: the file is not sound. <see cref="HostProblem.StoreUnavailable"/>: the database cannot be used.</exception>
    public async Task<CopyReport> CopyAsync(string connectionString, string? keysFolder, bool isDryRun, Action<string> tell, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();

        if (!File.Exists(options.DatabaseFile))
        {
            throw new HostException(HostProblem.NotFound, $"There is no store in {options.DataFolder}.", "Name its data folder with --data.");
        }

        if (keysFolder is not null)
        {
            KeyCopies.RequireEmpty(keysFolder);
        }

        PostgresStore store = new(connectionString);
        using var alone = use.TakeAlone();

        // Whatever is wrong with the database is told before the file is read through.
        await using var filling = await store.FillAsync(cancellationToken);
        using var interruption = store.Interrupt(filling.Connection, cancellationToken);

        try
        {
            tell("Looking whether the file is sound");
            Require(await StoreInspector.InspectAsync(options.DatabaseFile, cancellationToken));
            var report = await Task.Run(() => Copy(store, filling, isDryRun, tell, cancellationToken), cancellationToken);

            if (report.Findings.Count > 0 || isDryRun)
            {
                return report with { Took = clock.GetElapsedTime(began) };
            }

            // Keys first: with a store that is there and keys that are not, nothing could be decrypted.
            if (keysFolder is not null)
            {
                _keys.Share(keysFolder);
            }

            await filling.CommitAsync(cancellationToken);

            return report with { KeyFolder = keysFolder ?? options.SharedKeys, Took = clock.GetElapsedTime(began) };
        }
        catch (DbException exception) when (store.IsInterruption(exception) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (exception is SqliteException && StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, options.DatabaseFile);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException && StoreFailure.IsOne(exception))
        {
            var told = StoreFailure.Explain(exception, store.Name);

            throw new HostException(told.Problem, told.Message, $"{told.Fix} Nothing was kept in the database: copy again when that is mended.", exception);
        }
    }

    private static void Require(StoreInspection file)
    {
        if (file.Schema is StoreSchemaAge.Newer)
        {
            throw new HostException(HostProblem.Invalid, $"The store in {file.File} was written by a newer version of this host.", "Copy it with that version. Nothing has been changed.");
        }

        if (file.Schema is StoreSchemaAge.Older)
        {
            throw new HostException(HostProblem.Invalid, $"The store in {file.File} is an older version's.", "Start the host once on the file, which brings it up to date, stop it and copy again. Nothing has been changed.");
        }

        if (!file.IsSound)
        {
            throw new HostException(HostProblem.ProofBroken, $"The store in {file.File} is not sound: {StoreBackup.Findings(file)}", "See 'store check', and restore the last sound backup. Nothing has been changed.");
        }
    }

    private CopyReport Copy(PostgresStore store, PostgresFilling filling, bool isDryRun, Action<string> tell, CancellationToken cancellationToken)
    {
        // Not read-only: a store whose host has died is read with what it has not folded into the file yet.
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = options.DatabaseFile, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = SqliteStore.BusySeconds }.ToString());
        connection.Open();
        using HostDatabase database = new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(connection).Options);
        StoreSession file = new(connection, database, SqlDialect.Default, cancellationToken);
        file.Execute("PRAGMA query_only = ON");
        file.Execute($"PRAGMA cache_size = -{SqlName.Number(CacheKibibytes)}");
        using var transaction = connection.BeginTransaction(deferred: true);
        database.Database.UseTransaction(transaction);

        var unfinished = database.Runs.AsNoTracking().Where(run => run.State == RunState.Queued || run.State == RunState.Running).OrderBy(run => run.Id).Select(run => run.Id).ToList();
        CopyReport report = new()
        {
            From = options.DatabaseFile,
            To = store.Name,
            IsDryRun = isDryRun,
            FileBytes = StoreInspector.BytesOf(options.DatabaseFile),
            Tables = [],
            Unfinished = unfinished,
            EndpointServers = [.. database.EndpointServers.AsNoTracking().Where(server => database.Connectors.Any(connector => connector.EndpointServerId == server.Id)).Select(server => server.Name).ToList().Order(StringComparer.Ordinal)],
            CanDecrypt = CanDecrypt(database),
            Took = TimeSpan.Zero,
        };
        filling.MakeTables();
        List<TablePlan> plans = [.. TablePlan.Own(filling.Database), .. TablePlan.OfPlugins(file)];

        return isDryRun ? report with { Tables = [.. plans.Select(plan => new CopiedTable(plan.Name, Count(file, plan), null, null))] } : Copy(report, plans, file, filling, tell);
    }

    private static CopyReport Copy(CopyReport report, List<TablePlan> plans, StoreSession file, PostgresFilling filling, Action<string> tell)
    {
        var target = filling.Session(file.CancellationToken);
        List<(TablePlan Plan, TableCopy Copy, RowSum Sent)> sent = [];
        List<string> notes = [];

        foreach (var plan in plans)
        {
            tell($"Copying {plan.Name}");
            TableCopy copy = new(plan, file, filling.Connection);

            if (plan.Inventory is { } columns)
            {
                PostgresDialect.MakeInventory(target, plan.Name, columns);
            }

            sent.Add((plan, copy, copy.Send()));
            notes.AddRange(copy.Replaced.Select(entry => $"{plan.Name}.{entry.Key}: {Cli.Words.Count(entry.Value, "text")} had the zero character, which PostgreSQL cannot keep; � stands in its place."));

            if (plan.Inventory is null)
            {
                filling.NumberOn(plan.Name, LastNumber(file, plan));
            }
            else
            {
                PostgresDialect.IndexInventory(target, plan.Name);
            }
        }

        foreach (var run in report.Unfinished)
        {
            CopyStaged(file, target, run);
        }

        tell("Letting the server look at its tables");
        filling.Execute("ANALYZE");
        List<CopiedTable> tables = [];

        foreach (var (plan, copy, rows) in sent)
        {
            tell($"Holding {plan.Name} against the file");
            var received = copy.Receive();
            tables.Add(new(plan.Name, rows.Rows, received.Rows, rows.IsSame(received) && rows.Rows == Count(file, plan)));
        }

        RunProofs proofs = new(filling.Connection, target);
        var proven = proofs.Prove(tell);

        return report with
        {
            Tables = tables,
            Proven = proven,
            Notes = notes,
            DatabaseBytes = filling.Bytes(),
            Findings = [.. tables.Where(table => table.IsSame is false).Select(table => $"The table {table.Name} has {Cli.Words.Count(table.Rows, "row")} in the file, and the database gives {Cli.Words.Number(table.Copied ?? 0)} back, or others."), .. proofs.Findings],
        };
    }

    /// <summary>What has come of streams that have not ended: they go on behind it.</summary>
    private static void CopyStaged(StoreSession file, StoreSession target, long runId)
    {
        var staged = file.Dialect.Tables(file, $"staging-{SqlName.Number(runId)}-").ToHashSet();
        var run = file.Database.Runs.AsNoTracking().Include(entity => entity.Streams).Single(entity => entity.Id == runId);
        var pluginId = file.Database.Connectors.AsNoTracking().Single(connector => connector.Id == run.ConnectorId).PluginId;
        var schemas = InventoryTables.OpenAll(target, pluginId);

        foreach (var stream in run.Streams)
        {
            try
            {
                if (schemas.FirstOrDefault(schema => schema.Description.Id == stream.StreamId) is { } schema)
                {
                    CopyStaged(file, staged, target, schema, runId);
                }
            }
            catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter)
            {
                throw new HostException(
                    HostProblem.Invalid, $"Run {runId} was interrupted, and what has come of {stream.StreamId} holds the zero character, which PostgreSQL cannot keep.", "Start the host once on the file, let the run end, and copy again. Nothing has been changed.", exception);
            }
            catch (PluginFaultException fault)
            {
                throw new HostException(HostProblem.Invalid, $"Run {runId} was interrupted, and what has come of {stream.StreamId} cannot be kept in PostgreSQL: {fault.Message}", "Start the host once on the file, let the run end, and copy again. Nothing has been changed.", fault);
            }
        }
    }

    private static void CopyStaged(StoreSession file, HashSet<string> staged, StoreSession target, InventorySchema schema, long runId)
    {
        using SqliteStaging there = new(runId, schema.Description.Id);

        if (!staged.Contains(there.Name.Trim('"')))
        {
            return;
        }

        using PostgresStaging here = new(runId, schema.Description.Id);
        here.Create(target, schema);
        using var rows = file.Prepare($"SELECT row_key, row_hash, fields FROM {there.Name} ORDER BY rowid");
        here.Add(target, rows);
        using var parts = file.Prepare($"SELECT part FROM {there.Covered}");
        here.CoverAsWritten(target, parts);
    }

    private static long Count(StoreSession file, TablePlan plan)
    {
        using var count = file.Prepare($"SELECT count(*) FROM {SqlName.Quote(plan.Name)}");

        return count.Number();
    }

    /// <summary>The highest number that a table ever gave, also to a row that is gone; 0: it gives none.</summary>
    private static long LastNumber(StoreSession file, TablePlan plan)
    {
        using var last = file.Prepare("SELECT seq FROM sqlite_sequence WHERE name = ?1");

        return last.Bind(1, plan.Name).Number();
    }

    private bool? CanDecrypt(HostDatabase database)
    {
        try
        {
            if (database.ConnectorSecrets.AsNoTracking().OrderByDescending(secret => secret.UpdatedAt).FirstOrDefault() is not { } newest)
            {
                return null;
            }

            vault.RequireReadable(newest);

            return true;
        }
        catch (HostException)
        {
            return false;
        }
    }
}
