using System.Diagnostics;
using Host.Sample.Database;
using Host.Sample.Telemetry;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Runs;

/// <summary>What is counted and traced of a run.</summary>
internal static class RunTelemetry
{
    private const string Name = "run";

    public static void Begun(Run run, Connector connector, bool isResumed) =>
        HostMeter.RunsBegun.Add(1, new(TelemetryTag.Plugin, connector.PluginId), new(TelemetryTag.Trigger, run.Trigger), new(TelemetryTag.IsResumed, isResumed));

    /// <summary>The trace of a run; begun anew when it is taken up again.</summary>
    public static Activity? Trace(Run run, Connector connector, bool isResumed)
    {
        if (!HostTraces.Source.HasListeners())
        {
            return null;
        }

        // Not below whatever asked for it: a run outlives the request that begins it.
        Activity.Current = null;

        return HostTraces.Source.StartActivity(Name)?
            .SetTag(TelemetryTag.Run, run.Id)
            .SetTag(TelemetryTag.Plugin, connector.PluginId)
            .SetTag(TelemetryTag.Connector, connector.Id)
            .SetTag(TelemetryTag.Trigger, run.Trigger)
            .SetTag(TelemetryTag.IsResumed, isResumed);
    }

    /// <summary>Counts a run that has ended, its record written. What it proves is asked of the store only when somebody listens.</summary>
    public static async Task EndedAsync(Run run, Connector connector, IDbContextFactory<HostDatabase> databases, CancellationToken cancellationToken)
    {
        if (Activity.Current is { OperationName: Name } activity)
        {
            activity.SetTag(TelemetryTag.RunState, TelemetryTag.Of(run.State));

            if (run.State is RunState.Failed)
            {
                activity.Failed(run.Code);
            }
        }

        if (!HostMeter.RunsEnded.Enabled)
        {
            return;
        }

        string verdict;

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            var ended = await database.Runs.AsNoTracking().Include(entity => entity.Streams).SingleAsync(entity => entity.Id == run.Id, cancellationToken);
            verdict = TelemetryTag.Of(ended.Verdict());
        }
        catch (Exception exception) when (exception is OperationCanceledException || StoreFailure.IsOne(exception))
        {
            // The run has ended well; counting it is not worth an error.
            verdict = "not_read";
        }

        TagList tags = new()
        {
            { TelemetryTag.Plugin, connector.PluginId },
            { TelemetryTag.Connector, connector.Id },
            { TelemetryTag.RunState, TelemetryTag.Of(run.State) },
            { TelemetryTag.RunVerdict, verdict },
        };
        HostMeter.RunsEnded.Add(1, tags);

        if (run is { StartedAt: { } startedAt, EndedAt: { } endedAt })
        {
            HostMeter.RunDuration.Record((endedAt - startedAt).TotalSeconds, new(TelemetryTag.Plugin, connector.PluginId), new(TelemetryTag.RunState, TelemetryTag.Of(run.State)));
        }
    }
}
