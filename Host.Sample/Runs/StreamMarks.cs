using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>What a stream goes on from: the mark that its last run left, and the rows of the run in which it was last complete.</summary>
internal static class StreamMarks
{
    /// <summary>The runs that a stream may go on from, the latest first: published, and not before the stream was reset.</summary>
    public static IQueryable<StreamRun> Usable(HostDatabase database, int connectorId, string streamId) =>
        from stream in database.StreamRuns
        join run in database.Runs on stream.RunId equals run.Id
        where run.ConnectorId == connectorId && run.State == RunState.Published && stream.StreamId == streamId
            && !database.StreamResets.Any(reset => reset.ConnectorId == connectorId && reset.StreamId == streamId && reset.UpToRunId >= run.Id)
        orderby run.Id descending
        select stream;

    /// <summary>The mark left by the last run that was complete, or that was partial and left one all the same; null: from the beginning.</summary>
    public static string? Last(HostDatabase database, int connectorId, string streamId) =>
        Usable(database, connectorId, streamId)
            .Where(stream => stream.State == StreamState.Complete || (stream.State == StreamState.Partial && stream.HighWaterMark != null))
            .Select(stream => stream.HighWaterMark)
            .FirstOrDefault();

    /// <summary>The run in which the stream was last complete; null: never.</summary>
    public static long? LastComplete(HostDatabase database, int connectorId, string streamId) =>
        Usable(database, connectorId, streamId).Where(stream => stream.State == StreamState.Complete).Select(stream => (long?)stream.RunId).FirstOrDefault();

    /// <summary>From now on nothing of the runs so far is gone on from.</summary>
    public static void Reset(HostDatabase database, int connectorId, IEnumerable<string> streamIds, long upToRunId, DateTimeOffset now, string why)
    {
        var known = database.StreamResets.Where(reset => reset.ConnectorId == connectorId).ToDictionary(reset => reset.StreamId);

        foreach (var streamId in streamIds)
        {
            if (!known.TryGetValue(streamId, out var reset))
            {
                reset = new() { ConnectorId = connectorId, StreamId = streamId, Why = why };
                database.StreamResets.Add(reset);
            }

            (reset.UpToRunId, reset.At, reset.Why) = (upToRunId, now, why);
        }
    }
}
