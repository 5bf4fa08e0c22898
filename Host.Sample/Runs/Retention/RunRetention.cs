using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Host.Sample.Runs.Proof;
using Host.Sample.Runs.Trend;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs.Retention;

/// <summary>The door to how long rows of old runs are kept. A run's record, evidence, figures and certificate stay for ever.</summary>
public sealed partial class RunRetention(
    IDbContextFactory<HostDatabase> databases,
    StoreWriter writer,
    RowPruning pruning,
    OldFigures figures,
    RunCertificates certificates,
    CurrentActor current,
    AuditTrail audit,
    TimeProvider clock,
    ILogger<RunRetention> logger)
{
    private const int RunsAtOnce = 500;

    /// <summary>The rule of a connector.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public async Task<RetentionRule> GetAsync(string connector, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return RetentionRule.Of(ConnectorLookup.Find(database, connector));
    }

    /// <summary>Sets the rule; rows go after the next published run, or when somebody asks for it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Invalid"/>, <see cref="HostProblem.NotAllowed"/>.</exception>
    public async Task SetAsync(string connector, RetentionRule rule, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        rule.Check();
        await writer.WriteAsync(
            write =>
            {
                var owner = ConnectorLookup.Find(write.Database, connector);
                write.Database.Connectors.Where(entity => entity.Id == owner.Id).ExecuteUpdate(set => set.SetProperty(entity => entity.RetentionJson, rule.ToJson()));
                audit.Add(write.Database, "connector.retention_changed", owner.Name, rule.Words());
                write.Database.SaveChanges();
            },
            cancellationToken);
    }

    /// <summary>What a rule would do now; nothing is changed.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="rule">The rule; null: the connector's own.</param>
    /// <param name="cancellationToken">Ends the counting.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.Invalid"/>.</exception>
    public Task<RetentionPreview> PreviewAsync(string connector, RetentionRule? rule, CancellationToken cancellationToken) =>
        // Counting takes as long as there are versions; whoever asks has something else to do.
        Task.Run(() => CountAsync(connector, rule, cancellationToken), cancellationToken);

    private async Task<RetentionPreview> CountAsync(string connector, RetentionRule? rule, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);
        var asked = rule ?? RetentionRule.Of(owner);
        asked.Check();
        var runs = KeptRuns.Of(database, owner, asked, clock.GetUtcNow());
        var schemas = await InventoryTables.ListAsync(database, owner.PluginId, cancellationToken);
        await database.Database.OpenConnectionAsync(cancellationToken);
        var read = StoreSession.Over(database, cancellationToken);
        var versions = asked.IsOff() ? 0 : schemas.Where(schema => !RowPruning.IsEvidence(schema)).Sum(schema => RowPruning.Count(read, schema, owner.Id, runs));

        return new(asked, runs.Kept, runs.Pruned, versions, [.. schemas.Where(RowPruning.IsEvidence).Select(schema => schema.Description.Id)]);
    }

    /// <summary>Applies the connector's rule now, because somebody asks for it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>, <see cref="HostProblem.NotAllowed"/>; <see cref="HostProblem.Conflict"/>: the connector has no rule.</exception>
    public async Task<RetentionPreview> PruneAsync(string connector, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        Connector owner;

        await using (var database = await databases.CreateDbContextAsync(cancellationToken))
        {
            owner = ConnectorLookup.Find(database, connector);
        }

        if (RetentionRule.Of(owner).IsOff())
        {
            throw new HostException(HostProblem.Conflict, $"The connector '{owner.Name}' keeps every run.", $"Say first how many or how long: connectors retention \"{owner.Name}\" --runs 30.");
        }

        var done = await ApplyAsync(owner.Id, cancellationToken);
        await audit.RecordAsync(
            "connector.pruned", owner.Name, string.Create(CultureInfo.InvariantCulture, $"{done.Pruned.Count} runs, {done.Versions} versions of rows; {done.Rule.Words()}"), cancellationToken);

        return done;
    }

    /// <summary>Applies the connector's rule after a run. Whatever goes wrong, the run is published and the next one tries again.</summary>
    public async Task AfterRunAsync(int connectorId, CancellationToken cancellationToken)
    {
        try
        {
            await ApplyAsync(connectorId, cancellationToken);
        }
        catch (HostException exception)
        {
            LogNotPruned(logger, connectorId, exception);
        }
    }

    private async Task<RetentionPreview> ApplyAsync(int connectorId, CancellationToken cancellationToken)
    {
        var rule = await CountAsync(connectorId, cancellationToken);

        if (rule.IsOff())
        {
            return new(rule, [], [], 0, []);
        }

        // First the runs are marked, so that nobody is shown half of one; then their rows go.
        var (runs, schemas) = await writer.WriteAsync(
            connectorId,
            write =>
            {
                var owner = write.Database.Connectors.AsNoTracking().Single(entity => entity.Id == connectorId);
                var now = clock.GetUtcNow();
                var found = KeptRuns.Of(write.Database, owner, rule, now);

                foreach (var chunk in found.Pruned.Chunk(RunsAtOnce))
                {
                    write.Database.Runs.Where(run => chunk.Contains(run.Id)).ExecuteUpdate(set => set.SetProperty(run => run.PrunedAt, now));
                }

                foreach (var pruned in found.Pruned)
                {
                    certificates.SealAnew(write, pruned, current.Name, $"Its rows were pruned: {rule.Words()}.");
                }

                return (found, InventoryTables.List(write.Database, owner.PluginId));
            },
            cancellationToken);
        var versions = 0L;

        foreach (var schema in schemas.Where(schema => !RowPruning.IsEvidence(schema)))
        {
            versions += await pruning.DeleteAsync(schema, connectorId, runs, cancellationToken);
        }

        if (runs.Pruned.Count > 0 || versions > 0)
        {
            // At the end: whoever counted while rows went has counted half of them.
            await writer.WriteAsync(connectorId, write => RunFiguresEntry.Forget(write.Database, connectorId), cancellationToken);
        }

        LogPruned(logger, connectorId, runs.Pruned.Count, versions);

        return new(rule, runs.Kept, runs.Pruned, versions, [.. schemas.Where(RowPruning.IsEvidence).Select(schema => schema.Description.Id)]);
    }

    /// <summary>What a run came to is written down before its rows go.</summary>
    private async Task<RetentionRule> CountAsync(int connectorId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = await database.Connectors.AsNoTracking().SingleAsync(entity => entity.Id == connectorId, cancellationToken);
        var rule = RetentionRule.Of(owner);

        if (!rule.IsOff())
        {
            await figures.FillAsync(owner, KeptRuns.Of(database, owner, rule, clock.GetUtcNow()).Pruned, cancellationToken);
        }

        return rule;
    }

    [LoggerMessage(2320, LogLevel.Information, "Pruned connector {ConnectorId}: {Runs} runs, {Versions} versions of rows")]
    private static partial void LogPruned(ILogger logger, int connectorId, int runs, long versions);

    [LoggerMessage(2321, LogLevel.Warning, "Connector {ConnectorId} could not be pruned; the next run tries again")]
    private static partial void LogNotPruned(ILogger logger, int connectorId, Exception exception);
}
