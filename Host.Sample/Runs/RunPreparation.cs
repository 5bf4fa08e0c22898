using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;

namespace Host.Sample.Runs;

/// <summary>What a run finds out before its streams begin: who the connector is to the service, whether that has changed, what will break soon, and what the run will cost.</summary>
internal sealed partial class RunPreparation(StoreWriter writer, KnownSecrets secrets, TimeProvider clock, ILogger logger)
{
    /// <summary>Prepares the run and notes down what was found.</summary>
    /// <returns>What keeps the run from beginning, or null.</returns>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    public async Task<StreamFailure?> PrepareAsync(Run run, RunSession session, StreamPlan plan)
    {
        var (identity, failure) = await IdentifyAsync(session);

        if (failure is not null)
        {
            return failure;
        }

        List<ConnectorWarning> warnings = [.. (identity?.Warnings ?? []).Select(Safe)];
        var history = await writer.WriteAsync(
            session.Lease,
            write =>
            {
                if (identity is not null)
                {
                    var found = Recognise(write, session, identity, run.IsDryRun);
                    warnings.AddRange(found);

                    if (run.IsDryRun && found.Count > 0)
                    {
                        failure = new(FailureReason.FixSettings, found[0].Code, found[0].Message, "Run the connector without --dry-run.");
                    }
                }

                return plan.Streams.Select(stream => RunEstimates.History(write.Database, session.Connector, stream, run.IsFull)).ToList();
            },
            session.Stopped);
        if (failure is not null)
        {
            return failure;
        }

        var estimates = await EstimateAsync(session, history);

        (run.TenantId, run.ApplicationId, run.PreparationCalls) = (identity?.TenantId, identity?.ApplicationId, run.PreparationCalls + (identity?.Calls ?? 0));
        run.GrantedScopesJson = identity?.GrantedScopes is { } scopes ? JsonSerializer.Serialize(scopes.Select(scope => StreamFailure.Safe(scope, secrets)).Order(StringComparer.Ordinal)) : null;
        run.PlanName = identity?.Plan is { } tenantPlan ? StreamFailure.Safe(tenantPlan, secrets) : null;
        run.WarningsJson = JsonSerializer.Serialize(warnings);
        run.EstimatesJson = JsonSerializer.Serialize(estimates);
        await writer.WriteAsync(
            session.Lease,
            write => write.Database.Runs.Where(entity => entity.Id == run.Id).ExecuteUpdate(set => set
                .SetProperty(entity => entity.TenantId, run.TenantId)
                .SetProperty(entity => entity.ApplicationId, run.ApplicationId)
                .SetProperty(entity => entity.PreparationCalls, run.PreparationCalls)
                .SetProperty(entity => entity.GrantedScopesJson, run.GrantedScopesJson)
                .SetProperty(entity => entity.PlanName, run.PlanName)
                .SetProperty(entity => entity.WarningsJson, run.WarningsJson)
                .SetProperty(entity => entity.EstimatesJson, run.EstimatesJson)),
            session.Stopped);
        session.Live.Show(run);

        return null;
    }

    private async Task<(ConnectorIdentity? Identity, StreamFailure? Failure)> IdentifyAsync(RunSession session)
    {
        try
        {
            var identity = await session.Open.Connector.IdentifyAsync(session.Open.Context, session.Stopped);

            return (identity is null ? null : DescriptionCopy.Of(identity), null);
        }
        catch (Exception) when (session.Stopped.IsCancellationRequested)
        {
            throw new OperationCanceledException(session.Stopped);
        }
        catch (Exception exception) when (exception is not HostException)
        {
            return (null, StreamFailure.From(exception, "said who it is", secrets));
        }
    }

    /// <summary>Remembers who the connector is; when that is somebody else than before, what is known of earlier runs is no longer gone on from.</summary>
    private List<ConnectorWarning> Recognise(StoreSession write, RunSession session, ConnectorIdentity identity, bool isDryRun)
    {
        var connector = write.Database.Connectors.Single(entity => entity.Id == session.Connector.Id);
        var isOtherTenant = connector.TenantId is { } tenant && tenant != identity.TenantId;
        var isOtherApplication = connector.ApplicationId is { } application && identity.ApplicationId is { } now && application != now;
        List<ConnectorWarning> warnings = [];

        if (isOtherTenant || isOtherApplication)
        {
            var what = isOtherTenant
                ? $"The connector is let in to {PluginWords.OneLine(identity.TenantId)} now and was let in to {connector.TenantId} before."
                : $"The connector is let in by the application {PluginWords.OneLine(identity.ApplicationId!)} now and was let in by {connector.ApplicationId} before.";

            if (!isDryRun)
            {
                StreamMarks.Reset(write.Database, connector.Id, session.Open.Description.Streams.Select(stream => stream.Id), session.RunId - 1, clock.GetUtcNow(), what);
            }

            warnings.Add(new(
                "identity_changed",
                isDryRun
                    ? $"{what} A run drops what is remembered of earlier ones and asks for everything; a dry run drops nothing, so it cannot tell what a run would bring."
                    : $"{what} What was remembered of earlier runs was dropped and everything is asked for; rows of logs that came from there stay.",
                isOtherTenant ? "If that was not meant, authorize again for the tenant before. For two tenants make two connectors." : "Nothing, if the application was changed on purpose."));
            LogIdentityChanged(logger, session.RunId);
        }

        if (!isDryRun)
        {
            (connector.TenantId, connector.ApplicationId) = (identity.TenantId, identity.ApplicationId ?? (isOtherTenant ? null : connector.ApplicationId));
            write.Database.SaveChanges();
        }

        return warnings;
    }

    private async Task<IReadOnlyList<CallEstimate>> EstimateAsync(RunSession session, List<StreamHistory> history)
    {
        try
        {
            return await RunEstimates.AskAsync(session.Open, history, clock, session.Stopped);
        }
        catch (PluginFailedException failure)
        {
            LogNotEstimated(logger, session.RunId, secrets.Redact(failure.Message));

            return [];
        }
    }

    private ConnectorWarning Safe(ConnectorWarning warning) =>
        new(StreamFailure.Safe(warning.Code, secrets), StreamFailure.Safe(warning.Message, secrets), StreamFailure.Safe(warning.Fix, secrets));

    [LoggerMessage(2303, LogLevel.Warning, "Run {RunId} is let in by somebody else than the run before: what was remembered is dropped")]
    private static partial void LogIdentityChanged(ILogger logger, long runId);

    [LoggerMessage(2304, LogLevel.Warning, "Run {RunId} has no estimate: {Message}")]
    private static partial void LogNotEstimated(ILogger logger, long runId, string message);
}
