using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Guard;
using Host.Sample.Runs.Proof;
using Host.Sample.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>The last thing that happens to a run, in one transaction: what it brought is counted and compared with the published run, then it is published, held or taken back, and its certificate is sealed.</summary>
public sealed partial class RunEnding(RunCertificates certificates, CheckMaker maker, WebhookOutbox outbox, StoreWriter writer, TimeProvider clock, ILogger<RunEnding> logger)
{
    /// <summary>Code of a run that the change guard holds.</summary>
    public const string Held = "held";

    /// <summary>Ends the run as its state says; see <see cref="End"/>.</summary>
    /// <exception cref="HostException">The store failed; the run stays as it was and can be taken up again.</exception>
    public async Task EndAsync(Run run, ConnectorLease lease, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        var checks = run.State is RunState.Published ? await maker.MakeAsync(run.Id, cancellationToken) : new Dictionary<string, IReadOnlyList<StreamCheck>>();
        await writer.WriteAsync(lease, write => End(write, run, checks), cancellationToken);
        LogEnded(run.Id, clock.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Ends the run as its state says; one that is to be published may be held instead, and a dry run is taken back.</summary>
    private void End(StoreSession write, Run run, IReadOnlyDictionary<string, IReadOnlyList<StreamCheck>> checks)
    {
        StagingTable.DropAll(write, run.Id);
        var connector = write.Database.Connectors.AsNoTracking().Single(entity => entity.Id == run.ConnectorId);

        if (run.State is RunState.Published)
        {
            Conclude(write, run, connector, checks);
        }
        else
        {
            InventoryTables.TakeBack(write, connector.PluginId, connector.Id, run.Id);
            CloseStreams(write, run);
        }

        write.Database.Runs.Where(entity => entity.Id == run.Id).ExecuteUpdate(set => set
            .SetProperty(entity => entity.State, run.State)
            .SetProperty(entity => entity.EndedAt, run.EndedAt)
            .SetProperty(entity => entity.Reason, run.Reason)
            .SetProperty(entity => entity.Code, run.Code)
            .SetProperty(entity => entity.Message, run.Message)
            .SetProperty(entity => entity.Fix, run.Fix)
            .SetProperty(entity => entity.GuardJson, run.GuardJson)
            .SetProperty(entity => entity.FiguresJson, run.FiguresJson));
        certificates.Seal(write, run.Id);

        if (!run.IsDryRun && run.State is (RunState.Held or RunState.Failed))
        {
            outbox.Enqueue(write, run, run.State is RunState.Held ? WebhookEvent.RunHeld : WebhookEvent.RunFailed);
        }
    }

    private void Conclude(StoreSession write, Run run, Connector connector, IReadOnlyDictionary<string, IReadOnlyList<StreamCheck>> checks)
    {
        var streams = write.Database.StreamRuns.Where(stream => stream.RunId == run.Id).OrderBy(stream => stream.Ordinal).ToList();
        var schemas = Schemas(write, connector, streams);
        CountKept(write, run.Id, connector, streams, schemas);
        FiguresReader reader = new(write, schemas, connector.Id);
        var figures = reader.Read(run.Id, streams);
        run.FiguresJson = JsonSerializer.Serialize(figures);

        foreach (var stream in streams)
        {
            stream.ChecksJson = JsonSerializer.Serialize(checks.GetValueOrDefault(stream.StreamId) ?? [], CertificateJson.Form);
        }


        if (connector.PublishedRunId is { } publishedId)
        {
            var published = write.Database.Runs.AsNoTracking().Include(entity => entity.Streams).Single(entity => entity.Id == publishedId);
            GuardedRun before = new(publishedId, RunFigures.Of(published) ?? reader.Read(publishedId, published.Streams), published.Streams);
            Dictionary<string, string> names = schemas.ToDictionary(schema => schema.Description.Id, schema => schema.Description.Name);
            Hold(run, publishedId, ChangeGuard.Compare(GuardSettings.Of(connector), before, new(run.Id, figures, streams), names));
        }

        write.Database.SaveChanges();

        if (run.IsDryRun)
        {
            run.State = RunState.Rehearsed;
            InventoryTables.TakeBack(write, connector.PluginId, connector.Id, run.Id);
        }
        else if (run.State is RunState.Published)
        {
            RunPublication.Publish(write, run, outbox);
        }
    }

    [LoggerMessage(2327, LogLevel.Information, "Run {RunId} was counted, checked, compared and certified in {Milliseconds:0} ms")]
    private partial void LogEnded(long runId, double milliseconds);

    private static void Hold(Run run, long publishedId, IReadOnlyList<GuardFinding> findings)
    {
        if (findings.Count == 0)
        {
            return;
        }

        run.GuardJson = JsonSerializer.Serialize(findings, CertificateJson.Form);
        var losses = string.Join(' ', findings.Select(finding => finding.Message));

        if (run.IsDryRun)
        {
            (run.Code, run.Message) = (Held, $"The change guard would hold this run. {losses}");
            run.Fix = "Look whether that is really gone at the service. If it is, run and accept the run; if not, mend the cause first.";

            return;
        }

        run.State = RunState.Held;
        (run.Code, run.Message) = (Held, string.Create(CultureInfo.InvariantCulture, $"The change guard holds this run, readers still see run {publishedId}. {losses}"));
        run.Fix = string.Create(
            CultureInfo.InvariantCulture,
            $"Look whether that is really gone at the service, then accept or reject the run: 'runs accept {run.Id}' or 'runs reject {run.Id}'. A later run takes its place.");
    }

    private static List<InventorySchema> Schemas(StoreSession write, Connector connector, List<StreamRun> streams) =>
        [.. streams.Select(stream => InventoryTables.Find(write.Database, connector.PluginId, stream.StreamId)).OfType<InventorySchema>()];

    /// <summary>Streams that brought nothing keep their last rows; the record says how many these are.</summary>
    private static void CountKept(StoreSession write, long runId, Connector connector, List<StreamRun> streams, List<InventorySchema> schemas)
    {
        foreach (var stream in streams.Where(stream => stream.RowCount is null))
        {
            if (schemas.Find(schema => schema.Description.Id == stream.StreamId) is { } schema)
            {
                var rows = RowSet.Read(write, schema, connector.Id, runId);
                (stream.RowCount, stream.RowSetHash) = (rows.Count, rows.Hash);
            }
        }
    }

    private static void CloseStreams(StoreSession write, Run run) =>
        write.Database.StreamRuns
            .Where(stream => stream.RunId == run.Id && (stream.State == StreamState.Pending || stream.State == StreamState.Running))
            .ExecuteUpdate(set => set
                .SetProperty(stream => stream.State, StreamState.Failed)
                .SetProperty(stream => stream.Checkpoint, (string?)null)
                .SetProperty(stream => stream.Code, run.State == RunState.Cancelled ? "cancelled" : "run_stopped")
                .SetProperty(stream => stream.Message, "The run ended before this stream did.")
                .SetProperty(stream => stream.EndedAt, run.EndedAt));
}
