using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Writes rows as they come: any number of them in a few kilobytes of memory.</summary>
public sealed class InventoryExport(InventoryReader reader)
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes rows as CSV: UTF-8, a heading, <c>\r\n</c> after each line, numbers and moments invariant, nothing for null.</summary>
    /// <remarks>A text that a spreadsheet would take for a formula (it begins with <c>= @ + -</c>, tab or return) gets an apostrophe before it and quotes around it. Numbers and moments are left alone.</remarks>
    /// <param name="connector">Name or id.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="query">Which rows.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many rows.</returns>
    /// <exception cref="HostException">As <see cref="InventoryReader.RowsAsync(string, string, InventoryQuery, CancellationToken)"/>; thrown before anything is written.</exception>
    public async Task<long> WriteCsvAsync(string connector, string stream, InventoryQuery query, Stream output, CancellationToken cancellationToken)
    {
        var source = await reader.OpenAsync(connector, query.AsOf, cancellationToken);
        var columns = InventoryReader.Schema(source, stream).Columns;
        var rows = reader.RowsAsync(source, stream, query, cancellationToken);
        await using var csv = CsvWriter.Create(output, CsvWriterOptions.Default with { Injection = CsvInjection.Escape, TrueValue = "true", FalseValue = "false" }, leaveOpen: true);

        foreach (var column in columns)
        {
            csv.WriteField(column.Name);
        }

        await csv.EndRecordAsync(cancellationToken);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            foreach (var value in row.Values)
            {
                WriteField(csv, value);
            }

            await csv.EndRecordAsync(cancellationToken);
            count++;
        }

        await csv.FlushAsync(cancellationToken);

        return count;
    }

    /// <summary>Writes rows as JSON Lines: one object a line, named by the columns; JSON columns as JSON, decimals as numbers.</summary>
    /// <inheritdoc cref="WriteCsvAsync"/>
    public async Task<long> WriteJsonLinesAsync(string connector, string stream, InventoryQuery query, Stream output, CancellationToken cancellationToken)
    {
        var source = await reader.OpenAsync(connector, query.AsOf, cancellationToken);
        var columns = InventoryReader.Schema(source, stream).Columns;
        var rows = reader.RowsAsync(source, stream, query, cancellationToken);
        using MemoryStream buffer = new();
        await using Utf8JsonWriter json = new(buffer, JsonOptions);
        var count = 0L;

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            json.WriteStartObject();

            for (var index = 0; index < columns.Count; index++)
            {
                json.WritePropertyName(columns[index].Name);
                WriteValue(json, row.Values[index], columns[index].Type);
            }

            json.WriteEndObject();
            await json.FlushAsync(cancellationToken);
            json.Reset();
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

    /// <summary>Writes a value as JSON; what a plugin called JSON and is none is written as text.</summary>
    public static void WriteValue(Utf8JsonWriter json, object? value, ColumnType type)
    {
        switch (value)
        {
            case null:
                json.WriteNullValue();
                break;
            case string text when type is ColumnType.Json && IsJson(text):
                json.WriteRawValue(text, skipInputValidation: true);
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case decimal number:
                json.WriteNumberValue(number);
                break;
            case bool truth:
                json.WriteBooleanValue(truth);
                break;
            case DateTimeOffset moment:
                json.WriteStringValue(UtcText.Of(moment));
                break;
            default:
                throw new ArgumentException($"No column has values of {value.GetType().Name}.", nameof(value));
        }
    }

    private static bool IsJson(string text)
    {
        // One line a row: JSON over several lines would break the lines.
        if (text.AsSpan().IndexOfAny('\n', '\r') >= 0)
        {
            return false;
        }

        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(text));

        try
        {
            return reader.Read() && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteField(CsvWriter csv, object? value)
    {
        switch (value)
        {
            case null or string:
                csv.WriteField((string?)value);
                break;
            case bool truth:
                csv.WriteField(truth);
                break;
            case DateTimeOffset moment:
                csv.WriteField(UtcText.Of(moment));
                break;
            case long number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            case decimal number:
                csv.WriteField(number, default, CultureInfo.InvariantCulture);
                break;
            default:
                throw new ArgumentException($"No column has values of {value.GetType().Name}.", nameof(value));
        }
    }

    private static async Task DrainAsync(MemoryStream buffer, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        buffer.SetLength(0);
    }
}
