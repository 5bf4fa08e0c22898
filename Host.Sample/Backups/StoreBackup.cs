using Host.Sample.Database;
using Host.Sample.Database.Sqlite;
using Host.Sample.Health;
using Microsoft.Data.Sqlite;

namespace Host.Sample.Backups;

/// <summary>Copies the store while hosts work with it, and holds the copy against itself before it counts as one.</summary>
public sealed class StoreBackup(HostOptions options, HostStore store, DataFolderUse use)
{
    // Beside the copy itself: what the checks need.
    private const long Spare = 16L << 20;

    private readonly KeyCopies _keys = new(options);

    /// <summary>Writes the store, as of one moment, to a file that is not there yet.</summary>
    /// <param name="target">The file.</param>
    /// <param name="keysFolder">An empty folder that also takes the keys; null: they are not copied.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: there is no store. <see cref="HostProblem.Conflict"/>: file or folder are there already, or a store is being restored. <see cref="HostProblem.ProofBroken"/>: the copy is not sound, so the store is not either. <see cref="HostProblem.StoreUnavailable"/>: disk full, no rights.</exception>
    public async Task<BackupReport> BackupAsync(string target, string? keysFolder, CancellationToken cancellationToken)
    {
        if (!File.Exists(SqliteStore.Of(store).File))
        {
            throw new HostException(HostProblem.NotFound, $"There is no store in {options.DataFolder}.", "Name its data folder with --data.");
        }

        if (File.Exists(target) || Directory.Exists(target))
        {
            throw new HostException(HostProblem.Conflict, $"{target} is there already.", "Name a file that is not there yet; a backup replaces none.");
        }

        if (Path.GetDirectoryName(target) is not { } folder || !Directory.Exists(folder))
        {
            throw new HostException(HostProblem.NotFound, $"There is no folder {Path.GetDirectoryName(target)}.", "Make it first, or name another file.");
        }

        // Nobody puts another store in its place meanwhile.
        use.Begin();
        RequireRoom(folder);
        var unfinished = target + ".unfinished";

        try
        {
            await Task.Run(() => Copy(unfinished), cancellationToken);
            var inspection = await StoreInspector.InspectAsync(unfinished, cancellationToken);

            if (!inspection.IsSound)
            {
                throw new HostException(
                    HostProblem.ProofBroken,
                    $"The copy is not sound, and so the store is not: {Findings(inspection)}",
                    "The copy was thrown away. See 'store check', keep your earlier backups, and restore the last sound one.");
            }

            // Keys after the store: whatever was encrypted before that moment, they open.
            var keys = keysFolder is null ? [] : _keys.Save(keysFolder);
            File.Move(unfinished, target, overwrite: false);

            return new(inspection with { File = target }, keys);
        }
        catch (Exception exception) when (exception is SqliteException or UnauthorizedAccessException or IOException)
        {
            throw Told(exception, target);
        }
        finally
        {
            Discard(unfinished);
        }
    }

    /// <summary>What is wrong, in one line.</summary>
    internal static string Findings(StoreInspection inspection) => string.Join(
        ' ',
        inspection.Damage.Select(line => $"{line}.")
            .Concat(inspection.Orphans.Select(line => $"{line}, which is not there."))
            .Concat((inspection.Published ?? []).Where(run => run.Altered.Count > 0).Select(run => $"Run {run.RunId} of {run.Connector}: the rows of {string.Join(", ", run.Altered)} are not those that the run left.")));

    private void RequireRoom(string folder)
    {
        var needed = StoreInspector.BytesOf(SqliteStore.Of(store).File) + Spare;
        var free = DiskHealth.FreeBytes(folder);

        if (free < needed)
        {
            throw Full(folder, $"it has {free / (1 << 20)} MiB left and the copy takes {needed / (1 << 20)} MiB");
        }
    }

    private static HostException Full(string folder, string why, Exception? cause = null) =>
        new(HostProblem.StoreUnavailable, $"The disk of {folder} has no room for the backup: {why}.", "Free some space or name a file on another disk. The store itself is untouched.", cause);

    private static HostException Told(Exception exception, string target) => exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_FULL }
        ? Full(Path.GetDirectoryName(target)!, "it is full", exception)
        : exception is SqliteException ? StoreFailure.Explain(exception, target)
        : new(HostProblem.StoreUnavailable, $"The backup cannot be written to {target}: {exception.Message}", "Name a file in a folder that this account may write to and that has room. The store itself is untouched.", exception);

    private void Copy(string target)
    {
        Discard(target);

        using SqliteConnection source = new(new SqliteConnectionStringBuilder(SqliteStore.Of(store).ConnectionString) { Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        using SqliteConnection copy = new(new SqliteConnectionStringBuilder { DataSource = target, Pooling = false }.ToString());
        source.Open();
        copy.Open();
        Folders.KeepPrivate(target);

        // In one step: it reads as of one moment, and keeps nobody from writing meanwhile.
        source.BackupDatabase(copy);
    }

    private static void Discard(string unfinished)
    {
        foreach (var file in new[] { unfinished, unfinished + "-wal", unfinished + "-shm", unfinished + "-journal" }.Where(File.Exists))
        {
            File.Delete(file);
        }
    }
}
