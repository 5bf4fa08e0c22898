using Host.Sample.Database;

namespace Host.Sample.Runs.Retention;

/// <summary>Which runs of a connector keep their rows, and which lose them.</summary>
/// <param name="Kept">Runs whose rows somebody can still ask for, in their order.</param>
/// <param name="Pruned">Published runs that are to be pruned now, in their order.</param>
public sealed record KeptRuns(IReadOnlyList<long> Kept, IReadOnlyList<long> Pruned)
{
    /// <summary>Between which kept runs versions of rows lie that no kept run sees: begun after the first and ended by the second at the latest.</summary>
    public IEnumerable<(long After, long UpTo)> Gaps() => Kept.Select((run, place) => (place == 0 ? 0 : Kept[place - 1], run));

    /// <summary>Applies a rule as of a moment.</summary>
    public static KeptRuns Of(HostDatabase database, Connector connector, RetentionRule rule, DateTimeOffset now)
    {
        var published = database.Runs.Where(run => run.ConnectorId == connector.Id && run.State == RunState.Published && run.PrunedAt == null)
            .OrderBy(run => run.Id).Select(run => new { run.Id, run.EndedAt }).ToList();
        var since = rule.Days is { } days ? now.AddDays(-days) : (DateTimeOffset?)null;
        HashSet<long> kept =
        [
            .. rule.IsOff() ? published.Select(run => run.Id) : [],
            .. published.TakeLast(rule.Runs ?? 0).Select(run => run.Id),
            .. published.Where(run => since is not null && run.EndedAt >= since).Select(run => run.Id),
            .. connector.PublishedRunId is { } current ? [current] : (long[])[],
            .. Needed(database, connector.Id),
        ];

        return new([.. kept.Order()], [.. published.Select(run => run.Id).Where(run => !kept.Contains(run))]);
    }

    /// <summary>What somebody still has to look at, whatever the rule says: a run that waits for a decision, what a stream's next run compares with, and what a webhook is yet to be told of.</summary>
    private static IEnumerable<long> Needed(HostDatabase database, int connectorId)
    {
        var held = database.Runs.Where(run => run.ConnectorId == connectorId && run.State == RunState.Held).Select(run => run.Id).ToList();
        var streams = (
            from stream in database.StreamRuns
            join run in database.Runs on stream.RunId equals run.Id
            where run.ConnectorId == connectorId
            select stream.StreamId).Distinct().ToList();
        var compared = streams.Select(stream => StreamMarks.LastComplete(database, connectorId, stream)).OfType<long>();
        var atWork = (
            from stream in database.StreamRuns
            join run in database.Runs on stream.RunId equals run.Id
            where run.ConnectorId == connectorId && (run.State == RunState.Queued || run.State == RunState.Running) && stream.BeforeRunId != null
            select stream.BeforeRunId!.Value).ToList();
        var told = (
            from delivery in database.WebhookDeliveries
            join run in database.Runs on delivery.RunId equals run.Id
            where run.ConnectorId == connectorId && run.State == RunState.Published && delivery.State == WebhookDeliveryState.Waiting
            select new
            {
                run.Id,
                Before = database.Runs.Where(other => other.ConnectorId == connectorId && other.State == RunState.Published && other.Id < run.Id).Max(other => (long?)other.Id),
            }).ToList();

        return [.. held, .. compared, .. atWork, .. told.Select(run => run.Id), .. told.Select(run => run.Before).OfType<long>()];
    }
}
