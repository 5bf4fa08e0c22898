using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace Host.Sample.Licences;

/// <summary>An Excel workbook that is written row by row: any number of them in little memory. Numbers are numbers, moments and days are dates, texts are never formulas.</summary>
internal sealed class Workbook : IAsyncDisposable
{
    private const int MostRows = 1_048_576;
    private const int MostCharacters = 32_767;

    private readonly DeferredWrites _output;
    private readonly Spreadsheet _spreadsheet;
    private readonly StyleId _bold;
    private readonly StyleId _moment;
    private readonly StyleId _day;
    private int _rows;

    private Workbook(DeferredWrites output, Spreadsheet spreadsheet)
    {
        (_output, _spreadsheet) = (output, spreadsheet);
        _bold = spreadsheet.AddStyle(new Style { Font = { Bold = true } });
        _moment = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") });
        _day = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
    }

    public static async Task<Workbook> CreateAsync(Stream output, CancellationToken cancellationToken)
    {
        DeferredWrites deferred = new(output);

        return new(deferred, await Spreadsheet.CreateNewAsync(deferred, cancellationToken: cancellationToken));
    }

    /// <summary>Begins a sheet with a row of headings that stays in sight.</summary>
    public async Task BeginSheetAsync(string name, IReadOnlyList<string> headings, IReadOnlyList<double> widths, CancellationToken cancellationToken)
    {
        WorksheetOptions options = new() { FrozenRows = 1 };

        for (var column = 0; column < widths.Count; column++)
        {
            options.Column(column + 1).Width = widths[column];
        }

        await _spreadsheet.StartWorksheetAsync(name, options, cancellationToken);
        await _spreadsheet.AddRowAsync(headings.Select(heading => new Cell(heading, _bold)).ToArray(), cancellationToken);
        _rows = 1;
    }

    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: a sheet takes no more rows.</exception>
    public async Task AddRowAsync(IEnumerable<object?> values, CancellationToken cancellationToken)
    {
        if (_rows++ == MostRows)
        {
            throw new HostException(HostProblem.Usage, "A sheet of a workbook takes about a million rows, and there are more.", "Narrow it down, or take CSV or JSON.");
        }

        await _spreadsheet.AddRowAsync(values.Select(Cell).ToArray(), cancellationToken);
    }

    /// <summary>Writes what makes it whole.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await _spreadsheet.FinishAsync(cancellationToken);
        await _output.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _spreadsheet.DisposeAsync();
        await _output.DisposeAsync();
    }

    private Cell Cell(object? value) => value switch
    {
        null => new Cell((string?)null),
        bool truth => new Cell(truth),
        long number => new Cell(number),
        decimal number => new Cell(number),
        DateTimeOffset moment => new Cell(moment.UtcDateTime, _moment),
        DateOnly day => new Cell(day.ToDateTime(TimeOnly.MinValue), _day),
        string { Length: > MostCharacters } text => new Cell(text[..MostCharacters]),
        _ => new Cell((string)value),
    };
}
