using System.Data.Common;
using System.Text.Json;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Licences;

/// <summary>Finds the accounts and groups that exclusions are about, by id and by name: drawn from what streams and columns mean.</summary>
internal sealed class SeatSubjects(InventoryReader inventory)
{
    /// <summary>Accounts or groups as of a run whose id, name or e-mail address contains a text, ignoring case; those whose name begins with it first.</summary>
    public async Task<IReadOnlyList<SeatSubject>> FindAsync(InventorySource source, SeatExclusionKind kind, string text, int take, CancellationToken cancellationToken)
    {
        return await ReadAsync(
            source,
            kind,
            sql => $@"id {sql.Like} @like ESCAPE '\' OR name {sql.Like} @like ESCAPE '\' OR detail {sql.Like} @like ESCAPE '\'",
            sql => $"coalesce({sql.Position("lower(max(name))", "lower(@text)")}, 2) <> 1, max(name) IS NULL, lower(max(name)), id",
            [("@like", InventorySql.Pattern(text)), ("@text", text)],
            take,
            cancellationToken);
    }

    /// <summary>The names of accounts or groups as of a run, by id; those that are not there, or have none, are left out.</summary>
    public async Task<IReadOnlyDictionary<string, string>> NamesAsync(InventorySource source, SeatExclusionKind kind, IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return new Dictionary<string, string>();
        }

        var found = await ReadAsync(source, kind, sql => $"id IN {sql.Listed("@ids")}", _ => "id", [("@ids", JsonSerializer.Serialize(ids))], ids.Count, cancellationToken);

        return found.Where(subject => subject.Name is not null).ToDictionary(subject => subject.Id, subject => subject.Name!, StringComparer.Ordinal);
    }

    private async Task<List<SeatSubject>> ReadAsync(
        InventorySource source, SeatExclusionKind kind, Func<SqlDialect, string> where, Func<SqlDialect, string> order, IReadOnlyList<(string, object?)> values, int take, CancellationToken cancellationToken)
    {
        List<SeatSubject> found = [];

        if (Rows(source, kind) is not { } rows)
        {
            return found;
        }

        // An account of several tenants, or a group that a stream of members names too, is one.
        var sql = $"WITH subject(id, name, detail) AS ({rows}) SELECT id, max(name) AS name, max(detail) AS detail FROM subject WHERE id IS NOT NULL AND ({where(source.Schemas[0].Dialect)}) GROUP BY id ORDER BY {order(source.Schemas[0].Dialect)} LIMIT @take";

        await foreach (var subject in inventory.ReadAsync(
            sql,
            [("@connector", source.Connector.Id), ("@run", source.RunId), ("@take", take), .. values],
            reader => new SeatSubject(kind, Text(reader, 0)!, Text(reader, 1), Text(reader, 2)),
            cancellationToken))
        {
            found.Add(subject);
        }

        return found;
    }

    private static string? Rows(InventorySource source, SeatExclusionKind kind)
    {
        var (subjects, id) = kind is SeatExclusionKind.Account
            ? ((StreamSubject[])[StreamSubject.Accounts], ColumnSemantic.AccountId)
            : ([StreamSubject.Groups, StreamSubject.GroupMembers], ColumnSemantic.GroupId);
        var detail = kind is SeatExclusionKind.Account ? ColumnSemantic.Email : ColumnSemantic.None;
        var parts = source.Schemas.Select(schema => new StreamMeaning(schema)).Where(stream => subjects.Contains(stream.Subject) && stream.Has(id)).Select(stream =>
            $"SELECT {(stream.Subject is StreamSubject.GroupMembers ? "DISTINCT " : "")}{stream[id]}, {(stream.Subject is StreamSubject.GroupMembers ? "NULL" : stream[ColumnSemantic.DisplayName])}, "
            + $"{(detail is ColumnSemantic.None ? "NULL" : stream[detail])} FROM {stream.Table} WHERE connector_id = @connector AND {InventoryTables.ValidAtRun}").ToList();

        return parts.Count == 0 ? null : string.Join(" UNION ALL ", parts);
    }

    private static string? Text(DbDataReader reader, int ordinal) => reader.IsDBNull(ordinal) ? null : StoredValue.Text(reader, ordinal);
}
