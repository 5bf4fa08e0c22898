using System.Globalization;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>Holds the streams of a run against each other, against the service's own counts and against their own evidence. Rows are compared by the store, a stream at a time.</summary>
internal sealed class CrossChecks(StoreSession session, IReadOnlyList<InventorySchema> schemas, IReadOnlyList<StreamRun> streams, int connectorId, long runId)
{
    private const string Valid = "connector_id = ?1 AND from_run <= ?2 AND (to_run IS NULL OR to_run > ?2)";

    private readonly IReadOnlyList<StreamMeaning> _meanings = [.. schemas.Select(schema => new StreamMeaning(schema))];
    private readonly Dictionary<(string Stream, string Column), string> _targets = [];

    /// <summary>The checks of a stream. Values that are looked up stay in temporary tables until the connection is closed.</summary>
    public IReadOnlyList<StreamCheck> Of(StreamRun stream)
    {
        List<StreamCheck> checks = [];

        if (stream.State is not (StreamState.Complete or StreamState.Partial) || schemas.FirstOrDefault(schema => schema.Description.Id == stream.StreamId) is not { } schema)
        {
            return checks;
        }

        checks.Add(CountChecks.Evidence(stream));

        if (CountChecks.ReportedTotal(stream, schema.Description.Mode) is { } total)
        {
            checks.Add(total);
        }

        checks.AddRange(References(stream, schema));

        if (Members(schema) is { } members)
        {
            checks.Add(members);
        }

        return checks;
    }

    private IEnumerable<StreamCheck> References(StreamRun stream, InventorySchema schema)
    {
        var wanted = Wanted(schema);
        var known = wanted.Where(reference => Obstacle(reference) is null).ToList();
        var counts = CountOrphans(schema, known);

        foreach (var reference in wanted)
        {
            if (Obstacle(reference) is { } obstacle)
            {
                yield return new() { Id = reference.Id, Column = reference.Column, Against = reference.Stream, Result = StreamCheckResult.NotChecked, Message = obstacle };

                continue;
            }

            var (all, orphans) = counts[reference];
            yield return Judge(stream, reference, all, orphans);
        }
    }

    private static StreamCheck Judge(StreamRun stream, Reference reference, long all, long orphans)
    {
        var weighs = reference.Id is ReferenceChecks.SeatsInAccounts && orphans > CheckTolerance.Of(all);

        return new()
        {
            Id = reference.Id,
            Column = reference.Column,
            Against = reference.Stream,
            Expected = all,
            Found = all - orphans,
            Result = orphans == 0 ? StreamCheckResult.Ok : StreamCheckResult.Differs,
            Weighs = weighs,
            Message = ReferenceChecks.Sentence(reference.Id, stream.StreamId, reference.Column, reference.Stream, all, orphans, weighs),
        };
    }

    /// <summary>References that the description declares, and those that follow from what the columns mean.</summary>
    private List<Reference> Wanted(InventorySchema schema)
    {
        var here = new StreamMeaning(schema);
        List<Reference> wanted = [];

        if (ReferenceChecks.ToAccounts(here.Subject) is { } id
            && Column(schema, ColumnSemantic.AccountId) is { } account
            && schemas.FirstOrDefault(other => other.Description.Subject is StreamSubject.Accounts) is { } accounts
            && Column(accounts, ColumnSemantic.AccountId) is { } target)
        {
            wanted.Add(new(id, account, accounts.Description.Id, target));
        }

        foreach (var declared in schema.Description.References)
        {
            if (schema.Columns.Any(column => column.Name == declared.Column) && !wanted.Exists(known => known.Column == declared.Column && known.Stream == declared.Stream))
            {
                wanted.Add(new(ReferenceChecks.Declared, declared.Column, declared.Stream, declared.TargetColumn));
            }
        }

        return wanted;
    }

    private string? Obstacle(Reference reference)
    {
        var schema = schemas.FirstOrDefault(other => other.Description.Id == reference.Stream);
        var stream = streams.FirstOrDefault(other => other.StreamId == reference.Stream);

        return schema is null || stream is null ? $"The stream {reference.Stream} was not collected, so nothing can be looked up there."
            : !schema.Columns.Any(column => column.Name == reference.TargetColumn) ? $"The stream {reference.Stream} has no column {reference.TargetColumn}."
            : stream.State is not StreamState.Complete ? $"The stream {reference.Stream} is not complete in this run, so what is missing there proves nothing."
            : null;
    }

    /// <summary>Counts values that name nothing, of all references of a stream by one walk over its rows.</summary>
    private Dictionary<Reference, (long All, long Orphans)> CountOrphans(InventorySchema schema, List<Reference> references)
    {
        if (references.Count == 0)
        {
            return [];
        }

        var columns = references.Select(reference =>
        {
            var column = SqlName.Quote(reference.Column);

            return $"count({column}), count(*) FILTER (WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT value FROM {Target(reference)}))";
        });
        using var counts = session.Prepare($"SELECT {string.Join(", ", columns)} FROM {schema.Table} WHERE {Valid}");
        counts.Bind(1, connectorId).Bind(2, runId);
        counts.Step();
        var found = references.Index().ToDictionary(entry => entry.Item, entry => (counts.Int64(entry.Index * 2), counts.Int64((entry.Index * 2) + 1)));
        counts.Reset();

        return found;
    }

    /// <summary>The values that can be named, in a table of their own: sorted once, however many streams look them up.</summary>
    private string Target(Reference reference)
    {
        if (_targets.TryGetValue((reference.Stream, reference.TargetColumn), out var name))
        {
            return name;
        }

        name = SqlName.Quote(string.Create(CultureInfo.InvariantCulture, $"named-{_targets.Count}"));
        var schema = schemas.First(other => other.Description.Id == reference.Stream);
        var column = SqlName.Quote(reference.TargetColumn);
        session.Execute($"DROP TABLE IF EXISTS {session.Dialect.Temporary(name)}");
        session.Execute($"CREATE TEMP TABLE {name} (value {session.Dialect.OwnTypes.Key} PRIMARY KEY){session.Dialect.WithoutRowIds}");
        name = session.Dialect.Temporary(name);
        _targets[(reference.Stream, reference.TargetColumn)] = name;
        using var fill = session.Prepare($"INSERT INTO {name} SELECT DISTINCT {column} FROM {schema.Table} WHERE {Valid} AND {column} IS NOT NULL ORDER BY 1");
        fill.Bind(1, connectorId).Bind(2, runId).Run();

        return name;
    }

    /// <summary>How many members the service says that spaces or groups have, against the rows of the stream of members.</summary>
    private StreamCheck? Members(InventorySchema schema)
    {
        var places = new StreamMeaning(schema);
        var (subject, id) = places.Subject switch
        {
            StreamSubject.Spaces => (StreamSubject.SpaceMembers, ColumnSemantic.SpaceId),
            StreamSubject.Groups => (StreamSubject.GroupMembers, ColumnSemantic.GroupId),
            _ => default,
        };

        if (id is ColumnSemantic.None || !places.Has(id, ColumnSemantic.MemberCount))
        {
            return null;
        }

        var column = Column(schema, ColumnSemantic.MemberCount)!;
        var members = _meanings.FirstOrDefault(other => other.Subject == subject && other.Has(id));
        var state = members is null ? null : streams.First(stream => stream.StreamId == members.Id);

        if (members is null || state?.State is not StreamState.Complete)
        {
            return CountChecks.MembersNotChecked(column, members?.Id);
        }

        var (count, retired) = (places[ColumnSemantic.MemberCount], places[ColumnSemantic.IsRetired]);
        using var totals = session.Prepare(
            "SELECT count(*), count(*) FILTER (WHERE told <> found), coalesce(sum(told), 0), coalesce(sum(found), 0), coalesce(sum(CASE WHEN told > found THEN told - found ELSE 0 END), 0) FROM ("
            + $"SELECT {count} told, coalesce(\"-n\", 0) found FROM {places.Table} LEFT JOIN (SELECT {members[id]} \"-place\", count(*) \"-n\" FROM {members.Table} WHERE {Valid} GROUP BY 1) listed ON \"-place\" = {places.Column(id)} "
            + $"WHERE {Valid} AND {count} IS NOT NULL AND {retired} IS DISTINCT FROM 1) compared");
        totals.Bind(1, connectorId).Bind(2, runId);
        totals.Step();
        var check = CountChecks.Members(
            column,
            members.Id,
            new(totals.Int64(0), totals.Int64(1), totals.Int64(2), totals.Int64(3), totals.Int64(4)),
            state.HighWaterMarkBefore is not null);
        totals.Reset();

        return check;
    }

    private static string? Column(InventorySchema schema, ColumnSemantic semantic) => schema.Description.Columns.FirstOrDefault(column => column.Meaning.Semantic == semantic)?.Name;

    private sealed record Reference(string Id, string Column, string Stream, string TargetColumn);
}
