
namespace Host.Sample.Licences;

/// <summary>Writes positions to a file as they are read.</summary>
public sealed class PositionExport(PositionService positions)
{
    /// <summary>Writes all positions that are wanted.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="query">Which.</param>
    /// <param name="form">CSV, JSON Lines, or a workbook with a summary and the rows.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many.</returns>
    /// <exception cref="HostException">As <see cref="PositionService.PageAsync"/>; thrown before anything is written.</exception>
    public async Task<long> WriteAsync(string connector, PositionQuery query, ExportForm form, Stream output, CancellationToken cancellationToken)
    {
        var view = await positions.OpenAsync(connector, query, cancellationToken);
        var rows = positions.PositionsAsync(view, query, cancellationToken);

        return form switch
        {
            ExportForm.Csv => await ExportFiles.CsvAsync(rows, Columns(view.Sources), output, cancellationToken),
            ExportForm.Json => await ExportFiles.JsonLinesAsync(rows, output, cancellationToken),
            _ => await WorkbookAsync(connector, query with { AsOf = view.Source.RunId }, view.Sources, rows, output, cancellationToken),
        };
    }

    internal static IReadOnlyList<ExportColumn<AccountPosition>> Account { get; } =
    [
        new("account_id", row => row.AccountId),
        new("tenant_id", row => row.TenantId),
        new("display_name", row => row.DisplayName),
        new("email", row => row.Email),
        new("account_type", row => row.AccountType),
        new("account_type_from", row => row.AccountTypeFrom),
        new("service_status", row => row.ServiceStatus),
        new("billed_now", row => LicenceWords.Of(row.Billed)),
        new("billed_source", row => row.BilledSource),
        new("status", row => LicenceWords.Of(row.Status)),
        new("last_seen", row => row.LastSeen?.CountsAs),
        new("last_seen_precision", row => row.LastSeen is { } seen ? LicenceWords.Of(seen.Precision) : null),
        new("last_seen_source", row => row.LastSeen?.StreamId),
    ];

    private static List<ExportColumn<AccountPosition>> Columns(IReadOnlyList<SignalSource> sources) =>
    [
        .. Account,
        new("why", row => row.Why),
        .. sources.SelectMany((source, index) => new ExportColumn<AccountPosition>[]
        {
            new($"{source.StreamId}_seen", row => row.Signals[index].To),
            new($"{source.StreamId}_covers_from", _ => source.CoversFrom),
            new($"{source.StreamId}_covers_to", _ => source.CoversTo),
        }),
        new("charged_use_from", row => Charged(row)?.From),
        new("charged_use_to", row => Charged(row)?.To),
    ];

    private static AccountSignal? Charged(AccountPosition row) => row.Signals.FirstOrDefault(signal => signal.Precision is SignalPrecision.Window);

    private async Task<long> WorkbookAsync(
        string connector, PositionQuery query, IReadOnlyList<SignalSource> sources, IAsyncEnumerable<AccountPosition> rows, Stream output, CancellationToken cancellationToken)
    {
        const double Wide = 40;
        const double Usual = 18;
        var page = await positions.PageAsync(connector, query with { Skip = 0, Take = 0, AccountId = null }, cancellationToken);
        await using var book = await Workbook.CreateAsync(output, cancellationToken);
        await book.BeginSheetAsync("Summary", ["What", "Value"], [Wide, Wide], cancellationToken);

        foreach (var (what, value) in Summary(page))
        {
            await book.AddRowAsync([what, value], cancellationToken);
        }

        var columns = Columns(sources);
        await book.BeginSheetAsync("Positions", [.. columns.Select(column => column.Name)], [.. columns.Select(_ => Usual)], cancellationToken);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await book.AddRowAsync(columns.Select(column => column.Value(row)), cancellationToken);
            count++;
        }

        await book.FinishAsync(cancellationToken);

        return count;
    }

    private static IEnumerable<(string What, object? Value)> Summary(PositionPage page) =>
    [
        ("Connector", page.Connector),
        ("As of run", page.RunId),
        ("Run began (UTC)", page.AsOf),
        ("Idle days", (long)page.IdleDays),
        .. page.Counts.Select(count => ($"Accounts: {LicenceWords.Of(count.Key)}", (object?)count.Value)),
        ("Why some cannot be told", page.WhyUnknown),
        .. page.Sources.SelectMany(source => new (string, object?)[]
        {
            ($"{source.Stream}: covers from (UTC)", source.CoversFrom),
            ($"{source.Stream}: covers to (UTC)", source.CoversTo),
        }),
    ];
}
