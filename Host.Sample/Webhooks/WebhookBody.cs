using System.Globalization;
using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Insights;
using Host.Sample.Inventory;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Webhooks;

/// <summary>Writes what is told. The outbox holds no content: it is made of the store at each attempt, and a published run never changes.</summary>
public sealed class WebhookBody(IDbContextFactory<HostDatabase> databases, ChangeFeed feed, CallbackAddress address)
{
    /// <summary>Events told at most; a receiver fetches the rest itself.</summary>
    public const int MostEvents = 1000;

    private const int MostEventBytes = 1024 * 1024;

    private static readonly JsonWriterOptions Form = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What is told of a run.</summary>
    public async Task<ReadOnlyMemory<byte>> OfAsync(WebhookDelivery delivery, Connector connector, Run run, WebhookFilter filter, CancellationToken cancellationToken)
    {
        var changes = delivery.Event == WebhookEvent.RunPublished ? await ChangesAsync(connector, run, filter, cancellationToken) : null;
        using MemoryStream body = new();

        await using (Utf8JsonWriter json = new(body, Form))
        {
            Begin(json, delivery.Event, delivery.CreatedAt, connector);
            json.WriteStartObject("run");
            json.WriteNumber("id", run.Id);
            json.WriteString("state", Word(run.State));
            json.WriteString("verdict", Word(run.Verdict()));
            json.WriteString("startedAt", run.StartedAt is { } started ? UtcText.Of(started) : null);
            json.WriteString("endedAt", run.EndedAt is { } ended ? UtcText.Of(ended) : null);
            json.WriteString("code", run.Code);
            json.WriteString("message", run.Message);
            json.WriteString("fix", run.Fix);
            json.WriteEndObject();

            if (changes is not null)
            {
                Write(json, changes);
            }

            json.WriteEndObject();
        }

        return body.ToArray();
    }

    /// <summary>What is told when somebody tries the webhook.</summary>
    public static ReadOnlyMemory<byte> OfTest(Connector connector, DateTimeOffset at)
    {
        using MemoryStream body = new();

        using (Utf8JsonWriter json = new(body, Form))
        {
            Begin(json, WebhookEvent.Test, at, connector);
            json.WriteEndObject();
        }

        return body.ToArray();
    }

    private static void Begin(Utf8JsonWriter json, string name, DateTimeOffset at, Connector connector)
    {
        json.WriteStartObject();
        json.WriteString("event", name);
        json.WriteString("timestamp", UtcText.Of(at));
        json.WriteStartObject("connector");
        json.WriteNumber("id", connector.Id);
        json.WriteString("name", connector.Name);
        json.WriteEndObject();
    }

    private static string Word(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static void Write(Utf8JsonWriter json, Changes changes)
    {
        json.WriteStartObject("changes");
        FeedLines.Write(json, "from", changes.Span.FromRun, changes.Span.FromAt);
        FeedLines.Write(json, "to", changes.Span.ToRun, changes.Span.ToAt);
        json.WriteStartObject("counts");

        foreach (var (kind, count) in changes.Counts)
        {
            json.WriteNumber(kind, count);
        }

        json.WriteEndObject();
        json.WritePropertyName("events");
        json.WriteRawValue(changes.Events, skipInputValidation: true);
        json.WriteNumber("leftOut", changes.LeftOut);
        json.WriteString("feed", changes.Feed.AbsoluteUri);
        json.WriteEndObject();
    }

    /// <summary>What has changed since the run that was published before; null for the first run, and for one whose rows, or those before, are no longer there.</summary>
    private async Task<Changes?> ChangesAsync(Connector connector, Run run, WebhookFilter filter, CancellationToken cancellationToken)
    {
        long? before;

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            before = await database.Runs.Where(other => other.ConnectorId == connector.Id && other.State == RunState.Published && other.Id < run.Id)
                .OrderByDescending(other => other.Id).Select(other => other.PrunedAt == null ? (long?)other.Id : null).FirstOrDefaultAsync(cancellationToken);
        }

        if (before is null || run.State is not RunState.Published || run.PrunedAt is not null)
        {
            return null;
        }

        var open = await feed.OpenAsync(connector.Id.ToString(CultureInfo.InvariantCulture), before, run.Id, cancellationToken);
        using MemoryStream events = new();
        await using Utf8JsonWriter json = new(events, Form);
        SortedDictionary<string, long> counts = new(StringComparer.Ordinal);
        var (told, leftOut) = (0, 0L);
        json.WriteStartArray();

        await foreach (var entry in feed.ReadAsync(open, filter.Changes(), cancellationToken))
        {
            counts[entry.Kind] = counts.GetValueOrDefault(entry.Kind) + 1;

            if (leftOut > 0 || told == MostEvents || json.BytesCommitted + json.BytesPending > MostEventBytes)
            {
                leftOut++;
            }
            else
            {
                FeedLines.Write(json, entry, open.Span);
                told++;
            }
        }

        json.WriteEndArray();
        await json.FlushAsync(cancellationToken);

        return new(open.Span, counts, events.ToArray(), leftOut, new(address.Host, string.Create(CultureInfo.InvariantCulture, $"/api/connectors/{connector.Id}/feed?from={before}&to={run.Id}{string.Concat(filter.Kinds.Select(kind => $"&kind={Uri.EscapeDataString(kind)}"))}")));
    }

    private sealed record Changes(FeedSpan Span, SortedDictionary<string, long> Counts, byte[] Events, long LeftOut, Uri Feed);
}
