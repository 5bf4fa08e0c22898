using System.CommandLine;
using Host.Sample.Backups;
using Host.Sample.Database;
using Host.Sample.Database.Sqlite;

namespace Host.Sample.Cli;

/// <summary><c>store</c>: backs it up, puts a backup back, looks whether it is sound, takes it to a database. None of them needs a store that can be opened.</summary>
internal static class StoreCommands
{
    public static Command Create(Verb verb) => new("store", "Back the store up while hosts work with it, restore it, look whether it is sound, take it to a PostgreSQL database.") { Backup(verb), Restore(verb), Check(verb), StoreCopyCommand.Create(verb) };

    private static Command Backup(Verb verb)
    {
        var file = File("The file to write; it must not be there yet.");
        var keys = Keys("An empty folder that also takes the keys, without which the secrets of the backup cannot be decrypted. Keep it apart from the file.");
        var command = new Command("backup", "Copy the store as of now, while hosts work with it, and check the copy: integrity, references, and the rows of every published run against their hashes.") { file, keys };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            await using var rooms = HostRooms.Compose(called.Options, called.Secrets);
            var report = await rooms.GetRequiredService<StoreBackup>().BackupAsync(called.Parsed.GetValue(file)!.FullName, called.Parsed.GetValue(keys)?.FullName, cancellationToken);

            if (called.Output.IsJson)
            {
                called.Output.Json(report);

                return HostProblem.None;
            }

            called.Output.Title($"Backed up to {report.Store.File}");
            Print(called.Output, report.Store);

            if (report.Keys.Count > 0)
            {
                called.Output.Line($"  Keys          {Words.Count(report.Keys.Count, "file")} in {called.Parsed.GetValue(keys)!.FullName}; keep them apart from the backup: together they open every secret");
            }
            else
            {
                called.Output.Line($"  Keys          not copied. Without {called.Options.KeyFolder} and {called.Options.CertificateKeyFile} the secrets in the backup cannot be decrypted: back them up too, or add --with-keys FOLDER");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Restore(Verb verb)
    {
        var file = File("What 'store backup' has written.");
        var keys = Keys("The folder that 'store backup --with-keys' has written: its keys are put in the place of those that are there.");
        var command = new Command("restore", "Put a backup in the place of the store, when no host works with it. The store that is there is kept beside it.") { file, keys };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            await using var rooms = HostRooms.Compose(called.Options, called.Secrets);
            var report = await rooms.GetRequiredService<StoreRestore>().RestoreAsync(called.Parsed.GetValue(file)!.FullName, called.Parsed.GetValue(keys)?.FullName, cancellationToken);

            if (called.Output.IsJson)
            {
                called.Output.Json(report);

                return HostProblem.None;
            }

            called.Output.Title($"Restored to {report.Store.File}");
            Print(called.Output, report.Store);

            if (report.OldStore is { } old)
            {
                called.Output.Line($"  Before        {old}; delete it when all is well");
            }

            if (report.OldKeys is { } oldKeys)
            {
                called.Output.Line($"  Keys before   {oldKeys}");
            }

            if (report.CanDecrypt is { } can)
            {
                called.Output.Line(can
                    ? "  Secrets       can be decrypted"
                    : "  Secrets       CANNOT be decrypted by the keys that are there: restore again with --with-keys FOLDER, or type the connectors' secrets in again");
            }

            return HostProblem.None;
        });

        return command;
    }

    private static Command Check(Verb verb)
    {
        var command = new Command("check", "Look whether the store is sound: integrity, references, schema, size, and the rows of every published run against their hashes. Exit code 13 when it is not.");
        verb.Alone(command, async (called, cancellationToken) =>
        {
            await using var rooms = HostRooms.Compose(called.Options, called.Secrets);
            var inspection = await StoreInspector.InspectAsync(SqliteStore.Of(rooms.GetRequiredService<HostStore>()).File, cancellationToken);

            if (called.Output.IsJson)
            {
                called.Output.Json(inspection);
            }
            else
            {
                called.Output.Title(inspection.IsSound ? $"{inspection.File} is sound" : $"{inspection.File} is NOT sound");
                Print(called.Output, inspection);
            }

            return inspection.IsSound ? HostProblem.None : HostProblem.ProofBroken;
        });

        return command;
    }

    private static void Print(Output output, StoreInspection store)
    {
        output.Line($"  Size          {Words.Number(store.Bytes)} bytes: {Words.Count(store.Pages, "page")} of {Words.Number(store.PageBytes)} bytes, {Words.Number(store.FreePages)} of them free");
        output.Line($"  Schema        {Schema(store)}");
        output.Line($"  Integrity     {(store.Damage.Count == 0 ? "ok" : string.Join("; ", store.Damage))}");
        output.Line($"  References    {(store.Orphans.Count == 0 ? "ok" : string.Join("; ", store.Orphans))}");

        foreach (var run in store.Published ?? [])
        {
            output.Line(run.Altered.Count == 0
                ? $"  Rows          {Words.Plain(run.Connector)}, run {run.RunId}: {Words.Count(run.Rows, "row")} in {Words.Count(run.Streams, "stream")} are those that the run left"
                : $"  Rows          {Words.Plain(run.Connector)}, run {run.RunId}: NOT those that the run left, in {string.Join(", ", run.Altered)}");
        }

        if (store.Published is null)
        {
            output.Line("  Rows          not compared with their hashes: the schema is not this version's, or the file is damaged");
        }
    }

    private static string Schema(StoreInspection store) => store.Schema switch
    {
        StoreSchemaAge.Current => $"this version's ({store.LastMigration})",
        StoreSchemaAge.Older => $"an older version's ({store.LastMigration}); brought up to date when a host or a command next opens it",
        _ => $"a NEWER version's ({store.LastMigration}); this version cannot open it",
    };

    private static Argument<FileInfo?> File(string description) => new("file") { Description = description, CustomParser = CommandLineParsers.File };

    internal static Option<DirectoryInfo?> Keys(string description) => new("--with-keys") { Description = description, HelpName = "folder", CustomParser = CommandLineParsers.Folder };
}
