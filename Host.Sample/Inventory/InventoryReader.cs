using System.Data.Common;
using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Runs;
using Microsoft.EntityFrameworkCore;

namespace Host.Sample.Inventory;

/// <summary>Reads the inventory as of a run. Rows come one by one as they are asked for; nothing is gathered.</summary>
public sealed class InventoryReader(IDbContextFactory<HostDatabase> databases, HostStore store, InventoryCounts counts)
{
    private const int CacheKibibytes = 8 * 1024;

    // Runs that are not published yet are nobody's business.
    private const string TimeColumns = "begun.\"StartedAt\", ended.\"StartedAt\"";
    private const string Times = """
        JOIN "Runs" begun ON begun."Id" = version.from_run AND begun."State" = 'Published'
        LEFT JOIN "Runs" ended ON ended."Id" = version.to_run AND ended."State" = 'Published' AND ended."Id" <= @run
        """;

    // From here on it pays to know how many rows there are, and to come from the end when that is nearer.
    private const int Far = 10_000;

    /// <summary>The connector's tables as of a run.</summary>
    /// <param name="connector">Name or id.</param>
    /// <param name="wanted">As of when.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>: no such connector or run, nothing published yet, or not by that moment. <see cref="HostProblem.Conflict"/>: nothing of that run is kept, or no longer.</exception>
    public async Task<InventorySource> OpenAsync(string connector, AsOf wanted, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var owner = ConnectorLookup.Find(database, connector);

        if ((wanted.RunId ?? owner.PublishedRunId) is not { } asOf)
        {
            throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no inventory yet.", $"Run it: connectors run \"{owner.Name}\".");
        }

        if (wanted is { RunId: null, Moment: { } moment })
        {
            asOf = await PublishedByAsync(database, owner, moment, cancellationToken);
        }

        var run = await database.Runs.AsNoTracking().SingleOrDefaultAsync(run => run.Id == asOf && run.ConnectorId == owner.Id, cancellationToken)
            ?? throw new HostException(HostProblem.NotFound, $"The connector '{owner.Name}' has no run {asOf}.", $"'runs list' shows those that there are.");

        if (run.State is not RunState.Published)
        {
            throw new HostException(
                HostProblem.Conflict,
                $"Run {asOf} is {RunWords.State(run.State)}: it shows no inventory.",
                owner.PublishedRunId is { } published ? $"Ask for a published run, such as {published}." : "Run the connector again.");
        }

        if (run.PrunedAt is { } prunedAt)
        {
            throw await PrunedAsync(database, run, prunedAt, cancellationToken);
        }

        var tables = await InventoryTables.ListAsync(database, owner.PluginId, cancellationToken);
        var places = await database.StreamRuns.Where(stream => stream.RunId == asOf).ToDictionaryAsync(stream => stream.StreamId, stream => stream.Ordinal, cancellationToken);

        // Streams that the run was not asked for come last.
        return new(owner, asOf, [.. tables.OrderBy(table => places.GetValueOrDefault(table.Description.Id, int.MaxValue)).ThenBy(table => table.Table, StringComparer.Ordinal)]);
    }

    private static async Task<HostException> PrunedAsync(HostDatabase database, Run run, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var kept = database.Runs.Where(other => other.ConnectorId == run.ConnectorId && other.State == RunState.Published && other.PrunedAt == null).Select(other => (long?)other.Id);
        var (before, after) = (await kept.Where(id => id < run.Id).MaxAsync(cancellationToken), await kept.Where(id => id > run.Id).MinAsync(cancellationToken));
        var nearest = before is { } earlier && (after is null || run.Id - earlier <= after - run.Id) ? before : after;

        return new(
            HostProblem.Conflict,
            $"The rows of run {run.Id} were pruned at {UtcText.Of(at)}, as the connector's retention says; its record and certificate are still there.",
            $"The nearest run whose rows are kept is {nearest}.");
    }

    private static async Task<long> PublishedByAsync(HostDatabase database, Connector owner, DateTimeOffset moment, CancellationToken cancellationToken)
    {
        var published = database.Runs.Where(run => run.ConnectorId == owner.Id && run.State == RunState.Published);

        // What the change guard held was seen only when somebody had accepted it.
        if (await published.Where(run => (run.DecidedAt ?? run.EndedAt) <= moment).MaxAsync(run => (long?)run.Id, cancellationToken) is { } last)
        {
            return last;
        }

        var first = await published.OrderBy(run => run.Id).FirstAsync(cancellationToken);

        throw new HostException(
            HostProblem.NotFound,
            $"The connector '{owner.Name}' had no inventory yet at {UtcText.Of(moment)}.",
            $"Its first is that of run {first.Id}, published at {UtcText.Of((first.DecidedAt ?? first.EndedAt)!.Value)}.");
    }

    /// <summary>The streams of a connector that have a table, in the order of the catalogue.</summary>
    /// <exception cref="HostException">As <see cref="OpenAsync"/>.</exception>
    public async Task<IReadOnlyList<InventoryStream>> StreamsAsync(string connector, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await OpenAsync(connector, asOf, cancellationToken);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var states = await (
            from stream in database.StreamRuns.AsNoTracking()
            join run in database.Runs on stream.RunId equals run.Id
            where run.ConnectorId == source.Connector.Id && run.Id <= source.RunId && run.State == RunState.Published
            orderby run.Id descending
            select stream).ToListAsync(cancellationToken);
        List<(int Ordinal, InventoryStream Stream)> streams = [];

        foreach (var schema in source.Schemas)
        {
            var ofStream = states.Where(state => state.StreamId == schema.Description.Id).ToList();
            var collected = ofStream.Find(state => state.State is StreamState.Complete or StreamState.Partial);
            var here = ofStream.Find(state => state.RunId == source.RunId);

            if (ofStream.Count > 0)
            {
                streams.Add((ofStream[0].Ordinal, new()
                {
                    Description = schema.Description,
                    Table = schema.Table.Trim('"'),
                    Rows = ofStream.Find(state => state.RowCount is not null)?.RowCount ?? 0,
                    State = here?.State,
                    CollectedInRun = collected?.RunId,
                    CollectedAt = collected?.EndedAt,
                    Message = here?.Message,
                    Fix = here?.Fix,
                }));
            }
        }

        return [.. streams.OrderBy(entry => entry.Ordinal).Select(entry => entry.Stream)];
    }

    /// <summary>The stream's table.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotFound"/>.</exception>
    public static InventorySchema Schema(InventorySource source, string stream) => source.Schemas.FirstOrDefault(schema => schema.Description.Id == stream)
        ?? throw new HostException(
            HostProblem.NotFound,
            $"There are no rows of a stream '{stream}'.",
            source.Schemas.Count == 0 ? "Run the connector first." : $"There are: {string.Join(", ", source.Schemas.Select(schema => schema.Description.Id))}.");

    /// <summary>Rows of a stream, columns in the order of its description.</summary>
    /// <exception cref="HostException">As <see cref="OpenAsync"/>; <see cref="HostProblem.Usage"/> for a column or value that does not fit; <see cref="HostProblem.StoreUnavailable"/>.</exception>
    public async IAsyncEnumerable<InventoryRow> RowsAsync(string connector, string stream, InventoryQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var source = await OpenAsync(connector, query.AsOf, cancellationToken);

        await foreach (var row in RowsAsync(source, stream, query, cancellationToken))
        {
            yield return row;
        }
    }

    /// <inheritdoc cref="RowsAsync(string, string, InventoryQuery, CancellationToken)"/>
    public IAsyncEnumerable<InventoryRow> RowsAsync(InventorySource source, string stream, InventoryQuery query, CancellationToken cancellationToken)
    {
        var schema = Schema(source, stream);
        var sql = InventorySql.Rows(schema, query);

        return ReadAsync(sql.Text, Values(source, sql), reader => Row(reader, schema, first: 0), cancellationToken);
    }

    /// <summary>Some rows, and how many there are in all. Works away from the caller's thread, and stops at once when nobody wants it any more.</summary>
    /// <param name="source">Whose, as of which run.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="query">Which rows; <see cref="InventoryQuery.Take"/> is to be given, because all of them are gathered.</param>
    /// <param name="cancellationToken">Ends the reading, also inside the store.</param>
    /// <exception cref="HostException">As <see cref="RowsAsync(string, string, InventoryQuery, CancellationToken)"/>.</exception>
    public async Task<InventoryPage> PageAsync(InventorySource source, string stream, InventoryQuery query, CancellationToken cancellationToken)
    {
        // Side by side: both may have to look at every row. Far behind, the one needs the other.
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var total = Task.Run(() => CountAsync(source, stream, query, either.Token), either.Token);

        try
        {
            var rows = query.Skip < Far
                ? await Task.Run(() => GatherAsync(source, stream, query, either.Token), either.Token)
                : await GatherFarAsync(source, stream, query, await total, either.Token);

            return new(await total, rows);
        }
        finally
        {
            await either.CancelAsync();
            await total.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>How many rows the query would give, if it were not cut by <see cref="InventoryQuery.Skip"/> and <see cref="InventoryQuery.Take"/>. Remembered: a published run never changes.</summary>
    public async Task<long> CountAsync(InventorySource source, string stream, InventoryQuery query, CancellationToken cancellationToken)
    {
        if (query.Filters.Count == 0 && string.IsNullOrEmpty(query.Search) && await RecordedAsync(source, stream, cancellationToken) is { } recorded)
        {
            return recorded;
        }

        var sql = InventorySql.Count(Schema(source, stream), query);
        IReadOnlyList<(string Name, object? Value)> values = Values(source, sql);

        return await counts.GetAsync(sql.Text, values, () => CountAsync(sql.Text, values, cancellationToken));
    }

    /// <summary>The versions of a row that are kept, up to the latest or to that of a run, the first one first.</summary>
    /// <exception cref="HostException">As <see cref="OpenAsync"/>; <see cref="HostProblem.NotFound"/> when there never was such a row.</exception>
    public async Task<IReadOnlyList<InventoryVersion>> RowHistoryAsync(string connector, string stream, string key, AsOf asOf, CancellationToken cancellationToken)
    {
        var source = await OpenAsync(connector, asOf, cancellationToken);
        var schema = Schema(source, stream);
        List<InventoryVersion> versions = [];

        var sql = $"SELECT {InventorySql.Columns(schema, "version.")}, {TimeColumns} FROM {schema.Table} version{schema.ByKey} "
            + $"{Times} "
            + "WHERE version.connector_id = @connector AND version.row_key = @key AND version.from_run <= @run ORDER BY version.from_run";

        await foreach (var version in ReadAsync(
            sql, [("@connector", source.Connector.Id), ("@key", key), ("@run", source.RunId)], reader => Version(reader, schema), cancellationToken))
        {
            versions.Add(version);
        }

        await BridgeAsync(source, [versions], cancellationToken);

        return versions.Count > 0
            ? versions
            : throw new HostException(HostProblem.NotFound, $"There never was a row '{key}' in {stream}.", "Keys are shown beside the rows; they are exact.");
    }

    /// <summary>The versions, up to the run, of all rows in which a column of texts has a value: of each row its own, the first one first.</summary>
    /// <param name="source">Whose, up to which run.</param>
    /// <param name="schema">The stream's table.</param>
    /// <param name="column">The column's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="HostException"><see cref="HostProblem.StoreUnavailable"/>.</exception>
    internal async Task<IReadOnlyList<IReadOnlyList<InventoryVersion>>> HistoriesAsync(InventorySource source, InventorySchema schema, string column, string value, CancellationToken cancellationToken)
    {
        Dictionary<string, List<InventoryVersion>> histories = new(StringComparer.Ordinal);
        var naming = InventorySql.Naming(schema, column, value);

        var sql = $"WITH version AS MATERIALIZED (SELECT {InventorySql.Columns(schema)} {naming.Text} AND from_run <= @run) "
            + $"SELECT {InventorySql.Columns(schema, "version.")}, {TimeColumns} FROM version {Times} "
            + "ORDER BY version.row_key, version.from_run";

        await foreach (var version in ReadAsync(sql, Values(source, naming), reader => Version(reader, schema), cancellationToken))
        {
            if (!histories.TryGetValue(version.Row.Key, out var versions))
            {
                histories[version.Row.Key] = versions = [];
            }

            versions.Add(version);
        }

        await BridgeAsync(source, histories.Values, cancellationToken);

        return [.. histories.Values];
    }

    /// <summary>Notes where a version does not follow the one before because what lay between was pruned: no run that is kept has seen the row absent.</summary>
    private async Task BridgeAsync(InventorySource source, IEnumerable<List<InventoryVersion>> histories, CancellationToken cancellationToken)
    {
        List<long>? kept = null;

        foreach (var versions in histories)
        {
            for (var place = 1; place < versions.Count; place++)
            {
                if (versions[place - 1].Row.ToRun is { } ended && versions[place].Row.FromRun is var begun && ended < begun)
                {
                    kept ??= await KeptAsync(source, cancellationToken);
                    var next = kept.BinarySearch(ended) is var found && found < 0 ? ~found : found;
                    var wasSeenAbsent = next < kept.Count && kept[next] < begun;
                    versions[place] = versions[place] with { FollowsPruned = !wasSeenAbsent };
                }
            }
        }
    }

    private async Task<List<long>> KeptAsync(InventorySource source, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await database.Runs.Where(run => run.ConnectorId == source.Connector.Id && run.State == RunState.Published && run.PrunedAt == null)
            .OrderBy(run => run.Id).Select(run => run.Id).ToListAsync(cancellationToken);
    }

    /// <summary>Runs a query of a room of the host's and reads its rows one by one.</summary>
    internal async IAsyncEnumerable<T> ReadAsync<T>(
        string sql, IReadOnlyList<(string Name, object? Value)> values, Func<DbDataReader, T> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await store.ConnectAsync(CacheKibibytes, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;

        foreach (var (name, value) in values)
        {
            command.AddValue(name, value);
        }

        using var interruption = store.Interrupt(connection, cancellationToken);
        await using var reader = await GuardedAsync(() => command.ExecuteReaderAsync(cancellationToken), cancellationToken);

        while (await GuardedAsync(() => reader.ReadAsync(cancellationToken), cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();

            yield return read(reader);
        }
    }

    /// <summary>Reads a row of <see cref="InventorySql.Columns"/> that begins at a column of the result.</summary>
    internal static InventoryRow Row(DbDataReader reader, InventorySchema schema, int first) => new(
        reader.GetString(first),
        reader.GetInt64(first + 1),
        reader.IsDBNull(first + 2) ? null : reader.GetInt64(first + 2),
        [.. schema.Columns.Select((column, index) => StoredValue.Read(reader, first + InventorySql.LeadingColumns + index, column.Type))]);

    private static InventoryVersion Version(DbDataReader reader, InventorySchema schema)
    {
        var row = Row(reader, schema, first: 0);
        var times = InventorySql.LeadingColumns + schema.Columns.Count;
        var ended = reader.IsDBNull(times + 1) ? (DateTimeOffset?)null : UtcText.Parse(reader.GetString(times + 1));

        return new(ended is null ? row with { ToRun = null } : row, UtcText.Parse(reader.GetString(times)), ended);
    }

    private static List<(string Name, object? Value)> Values(InventorySource source, InventorySql.Query sql) =>
        [("@connector", source.Connector.Id), ("@run", source.RunId), .. sql.Values];

    private static async Task<List<InventoryRow>> GatherAsync(IAsyncEnumerable<InventoryRow> rows, CancellationToken cancellationToken)
    {
        List<InventoryRow> gathered = [];

        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            gathered.Add(row);
        }

        return gathered;
    }

    private Task<List<InventoryRow>> GatherAsync(InventorySource source, string stream, InventoryQuery query, CancellationToken cancellationToken) =>
        GatherAsync(RowsAsync(source, stream, query, cancellationToken), cancellationToken);

    private async Task<List<InventoryRow>> GatherFarAsync(InventorySource source, string stream, InventoryQuery query, long total, CancellationToken cancellationToken)
    {
        if (query.Skip < total / 2)
        {
            return await Task.Run(() => GatherAsync(source, stream, query, cancellationToken), cancellationToken);
        }

        var schema = Schema(source, stream);
        var sql = InventorySql.RowsFromEnd(schema, query, total);
        var rows = await Task.Run(
            () => GatherAsync(ReadAsync(sql.Text, Values(source, sql), reader => Row(reader, schema, first: 0), cancellationToken), cancellationToken), cancellationToken);
        rows.Reverse();

        return rows;
    }

    // The run's own record says how many rows a stream had in it, and a stream that a run did not ask keeps those of the run before.
    private async Task<long?> RecordedAsync(InventorySource source, string stream, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await (
            from recorded in database.StreamRuns
            join run in database.Runs on recorded.RunId equals run.Id
            where run.ConnectorId == source.Connector.Id && run.Id <= source.RunId && run.State == RunState.Published && recorded.StreamId == stream && recorded.RowCount != null
            orderby run.Id descending
            select recorded.RowCount).FirstOrDefaultAsync(cancellationToken);
    }

    private async Task<long> CountAsync(string sql, IReadOnlyList<(string Name, object? Value)> values, CancellationToken cancellationToken)
    {
        await foreach (var count in ReadAsync(sql, values, reader => reader.GetInt64(0), cancellationToken))
        {
            return count;
        }

        return 0;
    }

    private async Task<T> GuardedAsync<T>(Func<Task<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            return await read();
        }
        catch (DbException exception) when (store.IsInterruption(exception) && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (DbException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }
}
