using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper;
using Host.Sample.Inventory;

namespace Host.Sample.Licences;

/// <summary>Writes rows as they come, in the form of the inventory's exports.</summary>
internal static class ExportFiles
{
    private const int FlushBytes = 32 * 1024;

    /// <summary>How values of this room are written as JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As CSV; texts that a spreadsheet would take for a formula get an apostrophe before them.</summary>
    public static async Task<long> CsvAsync<T>(IAsyncEnumerable<T> rows, IReadOnlyList<ExportColumn<T>> columns, Stream output, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" }, leaveOpen: true);

        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        await csv.EndRecordAsync(cancellationToken);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var column in columns)
            {
                Write(csv, column.Value(row));
            }

            await csv.EndRecordAsync(cancellationToken);
            count++;
        }

        await csv.FlushAsync(cancellationToken);

        return count;
    }

    /// <summary>As JSON Lines: one object a row.</summary>
    public static async Task<long> JsonLinesAsync<T>(IAsyncEnumerable<T> rows, Stream output, CancellationToken cancellationToken)
    {
        using MemoryStream buffer = new();
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await JsonSerializer.SerializeAsync(buffer, row, Json, cancellationToken);
            buffer.WriteByte((byte)'\n');
            count++;

            if (buffer.Length >= FlushBytes)
            {
                await DrainAsync(buffer, output, cancellationToken);
            }
        }

        await DrainAsync(buffer, output, cancellationToken);
        await output.FlushAsync(cancellationToken);

        return count;
    }

    private static async Task DrainAsync(MemoryStream buffer, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        buffer.SetLength(0);
    }

    private static void Write(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case bool truth:
                csv.WriteField(truth);
                break;
            case DateTimeOffset moment:
                csv.WriteField(UtcText.Of(moment));
                break;
            case DateOnly day:
                csv.WriteField(LicenceWords.Day(day));
                break;
            case long number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case decimal number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            default:
                csv.WriteField((string?)value);
                break;
        }
    }
}
