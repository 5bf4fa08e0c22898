using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;

namespace Host.Sample.Cli;

/// <summary>Where a verb prints: tables for people on standard output, or JSON for machines; trouble on standard error.</summary>
internal sealed class Output(IAnsiConsole console, IAnsiConsole errors, TextWriter raw, bool isJson)
{
    private static readonly JsonSerializerOptions JsonOptions = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
    };

    public bool IsJson { get; } = isJson;

    public IAnsiConsole Console { get; } = console;

    public IAnsiConsole Errors { get; } = errors;

    /// <summary>Whether a person watches: then progress moves, otherwise it comes line by line.</summary>
    public bool IsLive => !IsJson && Console.Profile.Capabilities.Interactive && Console.Profile.Capabilities.Ansi;

    // Where machines read, what is said to people goes to the other stream.
    private IAnsiConsole People => IsJson ? Errors : Console;

    public void Json(object value) => raw.WriteLine(JsonSerializer.Serialize(value, JsonOptions));

    /// <summary>JSON that is written already.</summary>
    public void Raw(string json) => raw.WriteLine(json);

    public void Line(string text = "") => People.WriteLine(text);

    /// <summary>Text that somebody copies: never broken over lines.</summary>
    public void Plain(string text) => (IsJson ? Errors.Profile.Out.Writer : raw).WriteLine(Words.Plain(text));

    public void Title(string text) => People.MarkupLineInterpolated($"[bold]{text}[/]");

    /// <summary>Prints JSON if that was asked for, else a table; the last column wraps.</summary>
    public void Rows<T>(IReadOnlyList<T> items, string whenEmpty, params (string Heading, Func<T, object?> Value)[] columns)
        where T : notnull
    {
        if (IsJson)
        {
            Json(items);

            return;
        }

        if (items.Count == 0)
        {
            Line(whenEmpty);

            return;
        }

        Table(items, columns);
    }

    public void Table<T>(IEnumerable<T> items, params (string Heading, Func<T, object?> Value)[] columns)
    {
        var table = new Table { Border = TableBorder.Simple, ShowRowSeparators = false };

        foreach (var (heading, _) in columns)
        {
            table.AddColumn(new TableColumn(new Text(heading, new Style(decoration: Decoration.Bold))));
        }

        foreach (var item in items)
        {
            table.AddRow(columns.Select((column, index) => Cell(table, index, column.Value(item))));
        }

        People.Write(table);
    }

    public void Failure(HostException exception)
    {
        if (exception.Findings.Count == 0)
        {
            Failure(exception.Message, exception.Fix);

            return;
        }

        Failure(exception.Findings.Count == 1 ? "A setting cannot be used." : $"{Words.Number(exception.Findings.Count)} settings cannot be used.", "");

        foreach (var finding in exception.Findings)
        {
            Errors.WriteLine($"  {finding.Setting}: {finding.Message}");
        }
    }

    public void Failure(string message, string fix)
    {
        Errors.Write(new Text("Error: ", new Style(Color.Red)));
        Errors.WriteLine(message);

        if (fix.Length > 0)
        {
            Errors.WriteLine("  " + fix);
        }
    }

    private static Text Cell(Table table, int column, object? value)
    {
        if (value is int or long or decimal)
        {
            table.Columns[column].Alignment = Justify.Right;
        }

        return new Text(Words.Of(value));
    }
}
