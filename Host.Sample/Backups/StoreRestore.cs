using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Database.Sqlite;
using Host.Sample.Health;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Backups;

/// <summary>Puts a backup in the place of the store, when nobody works with it. What was there is kept aside.</summary>
public sealed class StoreRestore(HostOptions options, HostStore store, DataFolderUse use, SecretVault vault, TimeProvider clock)
{
    private const long Spare = 16L << 20;

    private static readonly string[] Parts = ["", "-wal", "-shm"];

    private readonly KeyCopies _keys = new(options);

    /// <summary>Restores a file.</summary>
    /// <param name="file">What <see cref="StoreBackup"/> has written.</param>
    /// <param name="keysFolder">The keys that belong to it; null: those that are there stay.</param>
    /// <param name="cancellationToken">Ends it before anything is moved; afterwards it goes on to its end.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such file or keys. <see cref="HostProblem.Invalid"/>: no store, or of a newer version. <see cref="HostProblem.ProofBroken"/>: it is not sound. <see cref="HostProblem.Conflict"/>: somebody works with the data folder. <see cref="HostProblem.StoreUnavailable"/>: disk full, no rights.</exception>
    public async Task<RestoreReport> RestoreAsync(string file, string? keysFolder, CancellationToken cancellationToken)
    {
        if (!File.Exists(file))
        {
            throw new HostException(HostProblem.NotFound, $"There is no file {file}.", "Name a file that 'store backup' has written.");
        }

        if (keysFolder is not null)
        {
            KeyCopies.Require(keysFolder);
        }

        try
        {
            using var alone = use.TakeAlone();
            var unfinished = SqliteStore.Of(store).File + ".restoring";
            StoreInspection inspection;

            try
            {
                inspection = await CopyAsync(file, unfinished, cancellationToken);
            }
            catch
            {
                Discard(unfinished);

                throw;
            }

            var aside = string.Create(CultureInfo.InvariantCulture, $".before-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
            var oldStore = PutAside(aside);
            File.Move(unfinished, SqliteStore.Of(store).File);
            Folders.KeepPrivate(SqliteStore.Of(store).File);
            var oldKeys = keysFolder is null ? null : _keys.Restore(keysFolder, aside);

            return new(inspection with { File = SqliteStore.Of(store).File }, oldStore, oldKeys, inspection.Schema is StoreSchemaAge.Current ? await CanDecryptAsync(cancellationToken) : null);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new HostException(HostProblem.StoreUnavailable, $"The store cannot be put into {options.DataFolder}: {exception.Message}", "Let this account write there and look that the disk has room. A store that was there is there still, or beside its place under a name that has '.before-'.", exception);
        }
    }

    private async Task<StoreInspection> CopyAsync(string file, string unfinished, CancellationToken cancellationToken)
    {
        if (DiskHealth.FreeBytes(options.DataFolder) < StoreInspector.BytesOf(file) + Spare)
        {
            throw new HostException(HostProblem.StoreUnavailable, $"The disk of {options.DataFolder} has no room for the store.", "Free some space; nothing has been changed.");
        }

        Discard(unfinished);
        File.Copy(file, unfinished);

        if (File.Exists(file + "-wal"))
        {
            // A file that was copied by other means than a backup may not be whole without it.
            File.Copy(file + "-wal", unfinished + "-wal");
        }

        var inspection = await StoreInspector.InspectAsync(unfinished, cancellationToken);

        if (inspection.Schema is StoreSchemaAge.Newer)
        {
            throw new HostException(HostProblem.Invalid, $"The store in {file} was written by a newer version of this host.", "Restore it with that version. Nothing has been changed.");
        }

        return inspection.IsSound
            ? inspection
            : throw new HostException(HostProblem.ProofBroken, $"The store in {file} is not sound: {StoreBackup.Findings(inspection)}", "Take an earlier backup. Nothing has been changed.");
    }

    private string? PutAside(string aside)
    {
        foreach (var part in Parts.Where(part => File.Exists(SqliteStore.Of(store).File + part)))
        {
            // What belongs to a file of SQLite is found by its name.
            File.Move(SqliteStore.Of(store).File + part, SqliteStore.Of(store).File + aside + part);
        }

        return File.Exists(SqliteStore.Of(store).File + aside) ? SqliteStore.Of(store).File + aside : null;
    }

    private async Task<bool?> CanDecryptAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using SqliteConnection connection = new(new SqliteConnectionStringBuilder(SqliteStore.Of(store).ConnectionString) { Pooling = false }.ToString());
            await using HostDatabase database = new(new DbContextOptionsBuilder<HostDatabase>().UseSqlite(connection).Options);
            var newest = await database.ConnectorSecrets.AsNoTracking().OrderByDescending(secret => secret.UpdatedAt).FirstOrDefaultAsync(cancellationToken);

            if (newest is null)
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

    private static void Discard(string unfinished)
    {
        foreach (var file in Parts.Select(part => unfinished + part).Where(File.Exists))
        {
            File.Delete(file);
        }
    }
}
