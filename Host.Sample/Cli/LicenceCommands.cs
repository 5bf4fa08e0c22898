using System.CommandLine;
using Host.Sample.Api;
using Host.Sample.Licences;

namespace Host.Sample.Cli;

/// <summary><c>licences</c>: who uses what is paid for, and what could be taken back.</summary>
internal static class LicenceCommands
{
    private const int Usual = 50;

    public static Command Create(Verb verb) => new("licences", "Who uses what is paid for, and what could be taken back.")
    {
        Position(verb), TermsCommand.Create(verb), ReclaimCommand.Create(verb), ExclusionCommands.Exclude(verb), ExclusionCommands.List(verb), ExclusionCommands.Include(verb),
    };

    public static Option<int?> IdleDays() => new("--idle-days")
    {
        Description = "After how many days without use an account is idle. Default: as the terms say, else as the service counts itself, else 30.",
        HelpName = "number",
        CustomParser = CommandLineParsers.WholeOrNone(1, SeatTermsCheck.MostIdleDays),
    };

    public static Option<FileInfo?> Target() =>
        new("--output") { Description = "The file to write; default: standard output. It appears when it is whole.", HelpName = "file", CustomParser = CommandLineParsers.File };

    public static Option<int> Take() => new("--take") { Description = "How many rows to show at most; exports have all.", DefaultValueFactory = _ => Usual, HelpName = "number", CustomParser = CommandLineParsers.Whole(1, Paging.Most) };

    /// <summary>Writes an export to the file, or else to standard output.</summary>
    public static async Task ExportAsync(FileInfo? target, Output output, string noun, Func<Stream, Task<long>> write)
    {
        if (target is null)
        {
            await using var standard = Console.OpenStandardOutput();
            await write(standard);

            return;
        }

        var rows = await WholeFile.WriteAsync(target, write);

        if (output.IsJson)
        {
            output.Json(new { Rows = rows, File = target.FullName });
        }
        else
        {
            output.Line($"{Words.Count(rows, noun)} written to {target.FullName}.");
        }
    }

    private static Command Position(Verb verb)
    {
        var connector = ConnectorCommands.NameArgument();
        var asOf = QueryOptions.AsOf();
        var idleDays = IdleDays();
        var statuses = new Option<LicenceStatus[]>("--status") { Description = "Only these: active, idle, never-seen, no-evidence, invited, deactivated; may be repeated.", HelpName = "status", CustomParser = CommandLineParsers.LicenceWord<LicenceStatus> };
        var billed = new Option<BilledNow[]>("--billed") { Description = "Only seats that are charged for now or not: yes, no, unknown; may be repeated.", HelpName = "answer", CustomParser = CommandLineParsers.LicenceWord<BilledNow> };
        var used = new Option<UseAge[]>("--used") { Description = "Only by the age of the last sign of use: today, within-7-days, within-30-days, within-90-days, older, no-evidence; may be repeated. Leaves the deactivated out.", HelpName = "age", CustomParser = CommandLineParsers.LicenceWord<UseAge> };
        var types = new Option<string[]>("--type") { Description = "Only accounts of this kind, in the service's word; may be repeated.", HelpName = "kind" };
        var search = new Option<string?>("--search") { Description = "A text that id, name, e-mail address or kind must contain.", HelpName = "text" };
        var account = new Option<string?>("--account") { Description = "Show one account with what every source says of it.", HelpName = "id" };
        var take = Take();
        var format = new Option<string?>("--format") { Description = "Write all rows as csv, jsonl or xlsx instead of showing some.", HelpName = "format" };
        format.AcceptOnlyFromAmong("csv", "jsonl", "xlsx");
        var target = Target();
        var command = new Command("position", "Who uses the service, how that is known, and which seats are charged for: a row an account.") { connector, asOf, idleDays, statuses, billed, used, types, search, account, take, format, target };
        verb.Runs(command, async (rooms, parsed, output, cancellationToken) =>
        {
            PositionQuery query = new()
            {
                AsOf = parsed.GetValue(asOf),
                IdleDays = parsed.GetValue(idleDays),
                Statuses = parsed.GetValue(statuses) ?? [],
                Billed = parsed.GetValue(billed) ?? [],
                Ages = parsed.GetValue(used) ?? [],
                Types = parsed.GetValue(types) ?? [],
                Search = parsed.GetValue(search),
                AccountId = parsed.GetValue(account),
            };
            var name = parsed.GetValue(connector)!;

            if ((parsed.GetValue(format) ?? (parsed.GetValue(target) is null ? null : "csv")) is { } form)
            {
                var export = rooms.GetRequiredService<PositionExport>();
                await ExportAsync(
                    parsed.GetValue(target),
                    output,
                    "account",
                    content => export.WriteAsync(name, query, form switch { "csv" => ExportForm.Csv, "jsonl" => ExportForm.Json, _ => ExportForm.Xlsx }, content, cancellationToken));

                return HostProblem.None;
            }

            var page = await rooms.GetRequiredService<PositionService>().PageAsync(name, query with { Take = parsed.GetValue(take) }, cancellationToken);

            if (output.IsJson)
            {
                output.Json(page);
            }
            else
            {
                new LicenceOutput(output).Show(page, isOne: query.AccountId is not null);
            }

            return HostProblem.None;
        });

        return command;
    }
}
