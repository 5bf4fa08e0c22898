using System.Text.Json;
using Host.Sample.Inventory;

namespace Host.Sample.Insights;

/// <summary>Writes a feed as JSON Lines, one event a line, as it is read.</summary>
public sealed class FeedLines(ChangeFeed feed)
{
    private const int FlushBytes = 32 * 1024;

    private static readonly JsonWriterOptions Form = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="open">The feed.</param>
    /// <param name="query">Which events.</param>
    /// <param name="output">Where to; left open.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <returns>How many events.</returns>
    /// <exception cref="HostException">As <see cref="ChangeFeed.ReadAsync"/>.</exception>
    public async Task<long> WriteAsync(OpenFeed open, FeedQuery query, Stream output, CancellationToken cancellationToken)
    {
        using MemoryStream buffer = new();
        await using Utf8JsonWriter json = new(buffer, Form);
        var count = 0L;

        await foreach (var entry in feed.ReadAsync(open, query, cancellationToken))
        {
            Write(json, entry, open.Span);
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

    /// <summary>Writes an event as an object.</summary>
    public static void Write(Utf8JsonWriter json, FeedEvent entry, FeedSpan span)
    {
        json.WriteStartObject();
        json.WriteString("kind", entry.Kind);
        json.WriteString("change", entry.Change.ToString().ToLowerInvariant());
        json.WriteString("stream", entry.StreamId);
        json.WriteString("key", entry.Key);
        json.WriteString("name", entry.Name);
        Write(json, "old", entry.Old);
        Write(json, "new", entry.New);
        Write(json, "run", entry.Run);
        Write(json, "at", entry.At);

        if (entry.MayBeOlder)
        {
            json.WriteBoolean("mayBeOlder", true);
        }

        Write(json, "from", span.FromRun, span.FromAt);
        Write(json, "to", span.ToRun, span.ToAt);
        json.WriteEndObject();
    }

    /// <summary>Writes a run with its moment.</summary>
    public static void Write(Utf8JsonWriter json, string name, long run, DateTimeOffset? at)
    {
        json.WriteStartObject(name);
        json.WriteNumber("run", run);
        Write(json, "at", at);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? at) => json.WriteString(name, at is { } moment ? UtcText.Of(moment) : null);

    private static void Write(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<FeedValue>? values)
    {
        if (values is null)
        {
            json.WriteNull(name);

            return;
        }

        json.WriteStartObject(name);

        foreach (var value in values)
        {
            json.WritePropertyName(value.Column);
            InventoryExport.WriteValue(json, value.Value, value.Type);
        }

        json.WriteEndObject();
    }

    private static async Task DrainAsync(MemoryStream buffer, Stream output, CancellationToken cancellationToken)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), cancellationToken);
        buffer.SetLength(0);
    }
}
