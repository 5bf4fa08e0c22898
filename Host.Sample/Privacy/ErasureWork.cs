using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Privacy;

/// <summary>One erasure, within one transaction.</summary>
internal sealed class ErasureWork : IDisposable
{
    private const string IsVersion = "connector_id = ?1 AND row_key = ?2 AND from_run = ?3";

    private readonly StoreSession _write;
    private readonly Connector _owner;
    private readonly IReadOnlyList<InventorySchema> _schemas;
    private readonly StoredRowHash _hash = new();

    public ErasureWork(StoreSession write, Connector owner)
    {
        (_write, _owner) = (write, owner);
        _schemas = InventoryTables.OpenAll(write, owner.PluginId);
        write.Execute($"CREATE TEMP TABLE IF NOT EXISTS erasing (id {write.Dialect.OwnTypes.Key} PRIMARY KEY){write.Dialect.WithoutRowIds}");
        write.Execute($"DELETE FROM {Erasing}");
    }

    private string Erasing => _write.Dialect.Temporary("erasing");

    private string IsTheirs => $"IN (SELECT id FROM {Erasing})";

    public long RowsErased { get; private set; }

    public long RowsChanged { get; private set; }

    /// <summary>All ids of the person that an account belongs to, as any version of any row has them; empty when no row has.</summary>
    public IReadOnlySet<string> FindPerson(string account)
    {
        HashSet<string> ids = new(StringComparer.Ordinal);
        List<string> next = [account];

        while (next.Count > 0)
        {
            next.ForEach(Add);
            ids.UnionWith(next);
            next = [.. OwnIds().Where(id => !ids.Contains(id)).Distinct(StringComparer.Ordinal)];
        }

        return _schemas.Any(IsMet) ? ids : new HashSet<string>();
    }

    /// <summary>Deletes the rows that are about the person, takes the person's ids out of all others, and tells which streams are others now as of which runs.</summary>
    public List<StreamMark> Erase()
    {
        List<StreamMark> marks = [];

        foreach (var schema in _schemas)
        {
            var naming = Naming(schema);
            var changed = Rows(schema, naming.Select(column => Meets(column.Name, column.Type)));
            var erased = Delete(schema);
            var forgotten = changed.Count(row => Forget(schema, naming, row));
            RowsErased += erased;
            RowsChanged += forgotten;

            if (erased + forgotten > 0)
            {
                marks.AddRange(Marks(schema, forgotten));
            }
        }

        return marks;
    }

    /// <summary>What <see cref="Erase"/> would do, without doing it.</summary>
    public List<ErasurePreviewStream> Preview()
    {
        List<ErasurePreviewStream> streams = [];

        foreach (var schema in _schemas)
        {
            var naming = Naming(schema);
            var about = Rows(schema, About(schema)).ToHashSet();
            var named = Rows(schema, naming.Select(column => Meets(column.Name, column.Type))).FindAll(row => !about.Contains(row) && Named(schema, naming, row) is { Count: > 0 });

            if (about.Count + named.Count > 0)
            {
                using var all = _write.Prepare($"SELECT count(*) FROM {schema.Table} WHERE connector_id = ?1");
                var left = all.Bind(1, _owner.Id).Number() - about.Count - named.Count;
                streams.Add(new(schema.Description.Id, schema.Description.Name, about.Count, named.Count, left, RunsThatSee(schema, [.. about, .. named])));
            }
        }

        return streams;
    }

    public void Dispose() => _write.Execute($"DELETE FROM {Erasing}");

    private void Add(string id)
    {
        using var add = _write.Prepare($"INSERT INTO {Erasing} (id) VALUES (?1) ON CONFLICT DO NOTHING");
        add.Bind(1, id).Run();
    }

    private List<string> OwnIds()
    {
        List<string> ids = [];

        foreach (var schema in _schemas)
        {
            List<string> own =
            [
                .. schema.Description.Columns
                    .Where(column => schema.Description.Subject is StreamSubject.Accounts && (PersonRows.IsOwnId(schema.Description, column) || column.Meaning.Semantic is ColumnSemantic.AccountId))
                    .Select(column => SqlName.Quote(column.Name)),
            ];

            if (own.Count == 0)
            {
                continue;
            }

            using var select = _write.Prepare(
                $"SELECT DISTINCT {string.Join(", ", own)} FROM {schema.Table} WHERE connector_id = ?1 AND ({string.Join(" OR ", own.Select(column => $"{column} {IsTheirs}"))})");
            select.Bind(1, _owner.Id);

            while (select.Step())
            {
                ids.AddRange(Enumerable.Range(0, own.Count).Where(column => !select.IsNull(column)).Select(column => select.Text(column)));
            }
        }

        return ids;
    }

    private bool IsMet(InventorySchema schema) =>
        Rows(schema, About(schema).Concat(Naming(schema).Select(column => Meets(column.Name, column.Type))), limit: 1).Count > 0;

    private long Delete(InventorySchema schema)
    {
        var about = string.Join(" OR ", About(schema));

        if (about.Length == 0)
        {
            return 0;
        }

        using var delete = _write.Prepare($"DELETE FROM {schema.Table} WHERE connector_id = ?1 AND ({about})");

        return delete.Bind(1, _owner.Id).Run();
    }

    private bool Forget(InventorySchema schema, List<InventoryColumn> naming, Version row)
    {
        if (Named(schema, naming, row) is not { Count: > 0 } values)
        {
            return false;
        }

        Update(schema, row, values);

        return true;
    }

    /// <summary>The columns of a row that name the person, each with what is left of its value; null when the row is gone.</summary>
    private List<(string Column, string? Value)>? Named(InventorySchema schema, List<InventoryColumn> naming, Version row)
    {
        using var read = _write.Prepare($"SELECT {string.Join(", ", naming.Select(column => SqlName.Quote(column.Name)))} FROM {schema.Table} WHERE {IsVersion}");
        row.Bind(read, _owner.Id);

        // Gone meanwhile, because it was about the person too.
        if (!read.Step())
        {
            return null;
        }

        // All of the row first: while it is read, a server's connection is asked nothing else.
        List<(InventoryColumn Column, string Value)> told = [.. Enumerable.Range(0, naming.Count).Where(place => !read.IsNull(place)).Select(place => (naming[place], read.Text(place)))];
        read.Reset();
        List<(string Column, string? Value)> values = [];

        foreach (var (column, value) in told)
        {
            if (Without(column, value) is var (isTheirs, rest) && isTheirs)
            {
                values.Add((column.Name, rest));
            }
        }

        return values;
    }

    private (bool IsTheirs, string? Left) Without(InventoryColumn column, string value)
    {
        if (column.Type is not ColumnType.Json)
        {
            return (IsTheirsNow(value), null);
        }

        var rest = ErasedNames.Without(value, IsTheirsNow);

        return (rest != value, rest);
    }

    private bool IsTheirsNow(string value)
    {
        using var ask = _write.Prepare($"SELECT count(*) FROM {Erasing} WHERE id = ?1");

        return ask.Bind(1, value).Number() > 0;
    }

    private void Update(InventorySchema schema, Version row, List<(string Column, string? Value)> values)
    {
        using (var update = _write.Prepare($"UPDATE {schema.Table} SET {string.Join(", ", values.Select((value, place) => $"{SqlName.Quote(value.Column)} = ?{place + 4}"))} WHERE {IsVersion}"))
        {
            row.Bind(update, _owner.Id);

            foreach (var ((_, value), place) in values.Select((value, place) => (value, place + 4)))
            {
                _ = value is null ? update.BindNull(place) : update.Bind(place, value);
            }

            update.Run();
        }

        using var read = _write.Prepare($"SELECT {string.Join(", ", StoredRowHash.Columns(schema))} FROM {schema.Table} WHERE {IsVersion}");
        row.Bind(read, _owner.Id).Step();
        var hash = _hash.Of(read, first: 0, schema.StoredColumns.Count).ToArray();
        read.Reset();
        using var seal = _write.Prepare($"UPDATE {schema.Table} SET row_hash = ?4 WHERE {IsVersion}");
        row.Bind(seal, _owner.Id).BindBlob(4, hash).Run();
    }

    private List<StreamMark> Marks(InventorySchema schema, long changed)
    {
        List<StreamMark> marks = [];
        var streamId = schema.Description.Id;

        foreach (var stream in Recorded(streamId).ToList())
        {
            RowSet before = new(stream.RowCount ?? 0, stream.RowSetHash!);
            var after = RowSet.Read(_write, schema, _owner.Id, stream.RunId);

            if (before != after)
            {
                (stream.RowCount, stream.RowSetHash) = (after.Count, after.Hash);
                marks.Add(new(stream.RunId, streamId, before, after, changed));
            }
        }

        _write.Database.SaveChanges();

        return marks;
    }

    /// <summary>What runs that can still be read have noted down of a stream.</summary>
    private IQueryable<StreamRun> Recorded(string streamId) =>
        from stream in _write.Database.StreamRuns
        join run in _write.Database.Runs on stream.RunId equals run.Id
        where run.ConnectorId == _owner.Id && stream.StreamId == streamId && stream.RowSetHash != null
            && (run.State == RunState.Published || run.State == RunState.Held) && run.PrunedAt == null
        orderby run.Id
        select stream;

    private List<long> RunsThatSee(InventorySchema schema, List<Version> rows)
    {
        HashSet<(long From, long To)> spans = [];
        using var read = _write.Prepare($"SELECT from_run, coalesce(to_run, {long.MaxValue}) FROM {schema.Table} WHERE {IsVersion}");

        foreach (var row in rows)
        {
            row.Bind(read, _owner.Id).Step();
            spans.Add((read.Int64(0), read.Int64(1)));
            read.Reset();
        }

        return [.. Recorded(schema.Description.Id).Select(stream => stream.RunId).AsEnumerable().Where(run => spans.Any(span => span.From <= run && run < span.To))];
    }

    private List<Version> Rows(InventorySchema schema, IEnumerable<string> conditions, int? limit = null)
    {
        var where = string.Join(" OR ", conditions);
        List<Version> rows = [];

        if (where.Length == 0)
        {
            return rows;
        }

        using var select = _write.Prepare($"SELECT row_key, from_run FROM {schema.Table} WHERE connector_id = ?1 AND ({where}){(limit is { } most ? $" LIMIT {SqlName.Number(most)}" : "")}");
        select.Bind(1, _owner.Id);

        while (select.Step())
        {
            rows.Add(new(select.Text(0), select.Int64(1)));
        }

        return rows;
    }

    private IEnumerable<string> About(InventorySchema schema) =>
        schema.Description.Columns
            .Where(column => PersonRows.IsAbout(schema.Description, column) || PersonRows.IsOwnId(schema.Description, column))
            .Select(column => Meets(column.Name, column.Type));

    private static List<InventoryColumn> Naming(InventorySchema schema)
    {
        var names = schema.Description.Columns
            .Where(column => PersonRows.IsNaming(schema.Description, column) && !PersonRows.IsOwnId(schema.Description, column))
            .Select(column => column.Name)
            .ToHashSet(StringComparer.Ordinal);

        return [.. schema.Columns.Where(column => names.Contains(column.Name))];
    }

    // Whether a JSON value has the id at a place of its own is found out when it is read.
    private string Meets(string column, ColumnType type) => type is ColumnType.Json
        ? $"EXISTS (SELECT 1 FROM {Erasing} WHERE {_write.Dialect.Position(SqlName.Quote(column), "'\"' || id || '\"'")} > 0)"
        : $"{SqlName.Quote(column)} {IsTheirs}";

    /// <summary>A version of a row.</summary>
    private sealed record Version(string Key, long FromRun)
    {
        public SqlStatement Bind(SqlStatement statement, int connectorId) => statement.Bind(1, connectorId).Bind(2, Key).Bind(3, FromRun);
    }

    /// <summary>A stream that is another one as of a run.</summary>
    public sealed record StreamMark(long RunId, string StreamId, RowSet Before, RowSet After, long Changed);
}
