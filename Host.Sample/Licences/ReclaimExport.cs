using System.Text.Json;

namespace Host.Sample.Licences;

/// <summary>Writes the reclaim report to a file: the candidates as they are read.</summary>
public sealed class ReclaimExport(ReclaimService reclaim)
{
    private const double Wide = 60;
    private const double Usual = 18;

    private static readonly IReadOnlyList<ExportColumn<ReclaimCandidate>> Columns =
    [
        .. PositionExport.Account.Select(column => new ExportColumn<ReclaimCandidate>(column.Name, row => column.Value(row.Position))),
        new("confidence", row => LicenceWords.Of(row.Confidence)),
        new("saving", row => LicenceWords.Of(row.Class)),
        new("amount", row => row.Amount),
        new("currency", row => row.Currency),
        new("saved_from", row => row.From),
        new("stops_by_itself", row => row.StopsByItself),
        new("amount_over_waiting", row => row.AmountOverWaiting),
        new("reasons", row => string.Join(" ", row.Reasons)),
    ];

    /// <summary>Writes the report.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="query">Which report.</param>
    /// <param name="form">CSV (the candidates alone), one JSON object, or a workbook with summary, candidates and the others by reason.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many candidates.</returns>
    /// <exception cref="HostException">As <see cref="ReclaimService.ReportAsync"/>; thrown before anything is written.</exception>
    public async Task<long> WriteAsync(string connector, ReclaimQuery query, ExportForm form, Stream output, CancellationToken cancellationToken)
    {
        // Totals first: they stand before the candidates, and nothing is written when there is trouble.
        var report = await reclaim.ReportAsync(connector, query with { Take = 0 }, cancellationToken);
        var rows = reclaim.CandidatesAsync(connector, query with { AsOf = report.RunId }, cancellationToken);

        return form switch
        {
            ExportForm.Csv => await ExportFiles.CsvAsync(rows, Columns, output, cancellationToken),
            ExportForm.Json => await JsonAsync(report, rows, output, cancellationToken),
            _ => await WorkbookAsync(report, rows, output, cancellationToken),
        };
    }

    private static async Task<long> JsonAsync(ReclaimReport report, IAsyncEnumerable<ReclaimCandidate> rows, Stream output, CancellationToken cancellationToken)
    {
        // The report as it is by REST, the empty list of candidates at its end filled row by row.
        var head = JsonSerializer.SerializeToUtf8Bytes(report, ExportFiles.Json);
        await output.WriteAsync(head.AsMemory(0, head.Length - "]}".Length), cancellationToken);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await output.WriteAsync(count++ == 0 ? "\n"u8.ToArray() : ",\n"u8.ToArray(), cancellationToken);
            await output.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(row, ExportFiles.Json), cancellationToken);
        }

        await output.WriteAsync("]}\n"u8.ToArray(), cancellationToken);
        await output.FlushAsync(cancellationToken);

        return count;
    }

    private static async Task<long> WorkbookAsync(ReclaimReport report, IAsyncEnumerable<ReclaimCandidate> rows, Stream output, CancellationToken cancellationToken)
    {
        await using var book = await Workbook.CreateAsync(output, cancellationToken);
        await book.BeginSheetAsync("Summary", ["What", "Seats", "Amount", "Currency", "Remark"], [Wide, Usual, Usual, Usual, Wide], cancellationToken);

        foreach (var row in Summary(report))
        {
            await book.AddRowAsync(row, cancellationToken);
        }

        await book.BeginSheetAsync("Candidates", [.. Columns.Select(column => column.Name)], [.. Columns.Select(_ => Usual)], cancellationToken);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await book.AddRowAsync(Columns.Select(column => column.Value(row)), cancellationToken);
            count++;
        }

        await book.BeginSheetAsync("No candidates", ["Reason", "Accounts", "In words"], [Usual, Usual, Wide], cancellationToken);

        foreach (var others in report.NotCandidates.Concat(report.Unknown))
        {
            await book.AddRowAsync([LicenceWords.Of(others.Reason), others.Count, others.Words], cancellationToken);
        }

        await book.FinishAsync(cancellationToken);

        return count;
    }

    private static IEnumerable<object?[]> Summary(ReclaimReport report) =>
    [
        ["Connector", null, null, null, report.Connector],
        ["As of run", report.RunId, null, null, null],
        ["Run began (UTC)", report.AsOf, null, null, null],
        ["What the run proves", null, null, null, LicenceWords.Of(report.Verdict)],
        .. report.VerdictReasons.Select(reason => new object?[] { "What it does not prove", null, null, null, reason }),
        ["Idle days", (long)report.IdleDays, null, null, null],
        ["Price of a seat", null, report.Terms.Price, report.Terms.Currency, $"a {LicenceWords.Of(report.Terms.Period)}"],
        ["Renewal", report.Terms.Renewal, null, null, report.Terms.IsContract ? "contract" : "usual rules of the service"],
        ["Accounts", report.Accounts, null, null, null],
        .. report.Totals.Select(total => new object?[] { $"Candidates: {LicenceWords.Of(total.Class)}", total.Seats, total.Amount, total.Currency, total.Words }),
        ["Candidates: credit beyond what waiting would bring", null, report.Totals.First(total => total.Class is ReclaimClass.Credit).AmountOverWaiting, report.Terms.Currency, null],
        .. report.ByConfidence.Select(sure => new object?[] { $"Candidates: {LicenceWords.Of(sure.Key)} confidence", sure.Value, null, null, null }),
        ["Nothing is known of", report.Unknown.Sum(others => others.Count), null, null, string.Join(" ", report.Unknown.Select(others => others.Words))],
        .. report.Remarks.Select(remark => new object?[] { "Remark", null, null, null, remark }),
    ];
}
