using System.CommandLine;
using Host.Sample.Backups.Copying;
using Host.Sample.Database;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary><c>store copy</c>: takes the store of the data folder to a PostgreSQL database.</summary>
internal static class StoreCopyCommand
{
    private const string Variable = "CONNECTOR_HOST_DATABASE";

    public static Command Create(Verb verb)
    {
        var target = new Option<string?>("--to")
        {
            Description = $"Connection string of an empty PostgreSQL database. Default: that of --database, or ${Variable}. What is typed here others on the machine can see: a password belongs into the variable, PGPASSWORD or a .pgpass file.",
            HelpName = "connection",
        };
        var keys = StoreCommands.Keys("An empty folder that takes the keys, laid out as hosts want it that share them by --keys.");
        var rehearsal = new Option<bool>("--dry-run") { Description = "Only tell what would be copied, and whether the database can take it." };
        var command = new Command("copy", "Copy the store of the data folder into an empty PostgreSQL database when no host works with it, and hold the copy against the file and the certificates before it counts. The file stays as it is.") { target, keys, rehearsal };
        verb.Alone(command, async (called, cancellationToken) =>
        {
            var connection = Target(called.Parsed.GetValue(target), called.Options.Database);
            HostStore.Learn(called.Options with { Database = connection }, called.Secrets.Add);
            await using var rooms = HostRooms.Compose(called.Options with { Database = null }, called.Secrets);
            var copy = rooms.GetRequiredService<StoreCopy>();
            var (folder, isDryRun) = (called.Parsed.GetValue(keys)?.FullName, called.Parsed.GetValue(rehearsal));
            var report = await WatchedAsync(called.Output, tell => CopyAsync(copy, connection, folder, isDryRun, tell, cancellationToken));

            if (called.Output.IsJson)
            {
                called.Output.Json(report);
            }
            else
            {
                Show(called.Output, report, called.Options);
            }

            return report.Findings.Count == 0 ? HostProblem.None : HostProblem.ProofBroken;
        });

        return command;
    }

    private static async Task<CopyReport> CopyAsync(StoreCopy copy, string connection, string? folder, bool isDryRun, Action<string> tell, CancellationToken cancellationToken)
    {
        try
        {
            return await copy.CopyAsync(connection, folder, isDryRun, tell, cancellationToken);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new HostException(HostProblem.Cancelled, "The copy was stopped.", "Nothing was kept in the database, and the file is as it was. It can be copied again.", exception);
        }
    }

    private static string Target(string? to, string? database)
    {
        if (to is not null && database is not null && to != database)
        {
            throw new HostException(
                HostProblem.Usage,
                "Two databases are named. 'store copy' copies the file of a data folder into one; from a database to another it copies nothing.",
                $"Leave away --database and ${Variable}, or --to. From one database to another use pg_dump and pg_restore.");
        }

        return to ?? database ?? throw new HostException(HostProblem.Usage, "No database is named.", $"Set ${Variable} to its connection string, or give it by --to: 'Host=db.example.org;Database=connectors;Username=connectors'.");
    }

    private static async Task<CopyReport> WatchedAsync(Output output, Func<Action<string>, Task<CopyReport>> copy) => output.IsLive
        ? await output.Console.Status().StartAsync("Connecting", status => copy(text => status.Status(Markup.Escape(Words.Plain(text)))))
        : await copy(_ => { });

    private static void Show(Output output, CopyReport report, HostOptions options)
    {
        output.Title(report.IsDryRun ? $"{report.From} can be copied to {report.To}; nothing has been copied" : report.Findings.Count == 0 ? $"Copied {report.From} to {report.To}" : $"{report.From} was NOT copied to {report.To}");

        if (report.IsDryRun)
        {
            output.Table(report.Tables, ("Table", table => table.Name), ("Rows", table => table.Rows));
        }
        else
        {
            output.Table(
                report.Tables,
                ("Table", table => table.Name),
                ("Rows in the file", table => table.Rows),
                ("Rows in the database", table => table.Copied),
                ("Same, byte for byte", table => table.IsSame));
            output.Table(
                report.Proven,
                ("Connector", connector => connector.Connector),
                ("Runs kept", connector => connector.Runs),
                ("Row sets made again", connector => connector.RowSets),
                ("Rows in them", connector => connector.Rows),
                ("As certified", connector => connector.IsProven));
        }

        output.Line($"  Size          {Words.Number(report.FileBytes)} bytes in the file{(report.DatabaseBytes is { } bytes ? $", {Words.Number(bytes)} in the database, indices included" : "; a database takes about as much, and half of it again")}");
        output.Line($"  Took          {Words.Duration(report.Took)}");
        output.Line("  Not copied    what the scheduler keeps for itself: it makes that anew from the schedules. Logs, and copies of plugins");

        if (report.Unfinished.Count > 0)
        {
            output.Line($"  Unfinished    run {string.Join(", ", report.Unfinished)}: {(report.Unfinished.Count == 1 ? "it goes" : "they go")} on where {(report.Unfinished.Count == 1 ? "it was" : "they were")} when a host serves on the database");
        }

        foreach (var note in report.Notes)
        {
            output.Line($"  Changed       {Words.Plain(note)}");
        }

        if (report.Findings.Count > 0)
        {
            output.Failure(
                "The copy is not what the file is, or the file is not what was certified. Nothing was kept in the database.",
                string.Join(Environment.NewLine + "  ", [.. report.Findings.Select(Words.Plain), "'runs verify' on the file tells whether it was altered before; then restore a backup. Otherwise copy again."]));
        }
        else if (!report.IsDryRun)
        {
            ShowNext(output, report, options);
        }
    }

    private static void ShowNext(Output output, CopyReport report, HostOptions options)
    {
        if (report.CanDecrypt is false)
        {
            output.Line($"  Secrets       CANNOT be decrypted by the keys in {options.KeyFolder}: put the keys of this store there, or type the connectors' secrets in again");
        }

        output.Line(report.KeyFolder is { } folder
            ? $"  Keys          in {folder}: let every host read and write that folder, and nobody else"
            : $"  Keys          not copied. Put {Path.Combine(options.KeyFolder, "*.xml")} and {options.CertificateKeyFile} together into one folder that every host can read and write, and nobody else");
        output.Line();
        output.Line("Now serve on the database, each host with a data folder of its own:");
        output.Plain($"  export {Variable}='Host=…;Database=…;Username=…;Password=…'");
        output.Plain($"  export CONNECTOR_HOST_KEYS={report.KeyFolder ?? "FOLDER"}");

        foreach (var server in report.EndpointServers.DefaultIfEmpty(options.EndpointServer))
        {
            output.Plain($"  dotnet Host.Sample.dll serve --endpoint-server {(server.Contains(' ') ? $"'{server}'" : server)}");
        }

        output.Line("Start no host on the file any more: what it collects then is not in the database. Keep it until all is well.");
    }
}
