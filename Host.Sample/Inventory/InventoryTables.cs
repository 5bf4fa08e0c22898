using System.Text.Json;
using Host.Sample.Database;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Inventory;

/// <summary>Makes the tables of the inventory from the plugins' catalogues and finds them again.</summary>
public static class InventoryTables
{
    /// <summary>Which version of a row readers of a run see: it began with that run or before and ended after it.</summary>
    public const string ValidAtRun = "from_run <= @run AND (to_run IS NULL OR to_run > @run)";

    private const int MaximumColumns = 500;

    /// <summary>Makes or widens the stream's table and remembers the stream's description.</summary>
    /// <exception cref="PluginFaultException">The description cannot be a table, or a column has changed its type.</exception>
    public static InventorySchema Ensure(StoreSession session, string pluginId, StreamDescription stream)
    {
        Check(stream);

        if (Find(session, pluginId, stream) is not { } known || !IsWideEnough(session, known, stream))
        {
            // Somebody else may have made it, or made it wider, in the meantime.
            session.Dialect.LockTables(session);
            session.Database.ChangeTracker.Clear();
            known = Find(session, pluginId, stream) ?? Create(session, pluginId, stream);
            Widen(session, known.TableName, stream);
        }

        known.DescriptionJson = JsonSerializer.Serialize(RetiredColumns.With(stream, Description(known)));
        session.Dialect.CompleteInventory(session, known.TableName);
        session.Database.SaveChanges();

        return new(stream, known.TableName, [.. StoredColumns(session, known.TableName).Select(column => column.Name)], session.Dialect);
    }

    private static InventoryTable? Find(StoreSession session, string pluginId, StreamDescription stream) =>
        session.Database.InventoryTables.SingleOrDefault(table => table.PluginId == pluginId && table.StreamId == stream.Id);

    private static InventoryTable Create(StoreSession session, string pluginId, StreamDescription stream)
    {
        InventoryTable made = new() { PluginId = pluginId, StreamId = stream.Id, TableName = FreeName(session, pluginId, stream.Id), DescriptionJson = JsonSerializer.Serialize(stream) };
        session.Database.InventoryTables.Add(made);
        session.Dialect.CreateInventory(session, made.TableName, stream.Columns.Select(column => (column.Name, column.Type)));

        return made;
    }

    private static bool IsWideEnough(StoreSession session, InventoryTable known, StreamDescription stream)
    {
        var stored = StoredColumns(session, known.TableName).ToHashSet();

        return stream.Columns.All(column => stored.Contains((column.Name, SqlDialect.Declare(column.Type))));
    }

    /// <summary>The tables of a plugin, by stream.</summary>
    public static async Task<IReadOnlyList<InventorySchema>> ListAsync(HostDatabase database, string pluginId, CancellationToken cancellationToken)
    {
        var tables = await database.InventoryTables.AsNoTracking().Where(table => table.PluginId == pluginId).ToListAsync(cancellationToken);
        var dialect = SqlDialect.Of(database);

        return [.. tables.Select(table => Read(table, dialect))];
    }

    /// <inheritdoc cref="ListAsync"/>
    public static IReadOnlyList<InventorySchema> List(HostDatabase database, string pluginId) =>
        [.. database.InventoryTables.AsNoTracking().Where(table => table.PluginId == pluginId).ToList().Select(table => Read(table, SqlDialect.Of(database)))];

    /// <summary>The table of a stream, or null when it was never collected.</summary>
    public static async Task<InventorySchema?> FindAsync(HostDatabase database, string pluginId, string streamId, CancellationToken cancellationToken)
    {
        var table = await database.InventoryTables.AsNoTracking()
            .SingleOrDefaultAsync(table => table.PluginId == pluginId && table.StreamId == streamId, cancellationToken);

        return table is null ? null : Read(table, SqlDialect.Of(database));
    }

    /// <inheritdoc cref="FindAsync"/>
    public static InventorySchema? Find(HostDatabase database, string pluginId, string streamId) =>
        database.InventoryTables.AsNoTracking().SingleOrDefault(table => table.PluginId == pluginId && table.StreamId == streamId) is { } table ? Read(table, SqlDialect.Of(database)) : null;

    /// <summary>The tables of a plugin as they are: their stored columns in the order of the table.</summary>
    public static IReadOnlyList<InventorySchema> OpenAll(StoreSession session, string pluginId) =>
    [
        .. session.Database.InventoryTables.AsNoTracking().Where(table => table.PluginId == pluginId).OrderBy(table => table.TableName).ToList()
            .Select(table => new InventorySchema(Description(table), table.TableName, [.. StoredColumns(session, table.TableName).Select(column => column.Name)], session.Dialect)),
    ];

    /// <summary>Takes every change of a run back: what it began is gone, what it ended goes on.</summary>
    public static void TakeBack(StoreSession session, string pluginId, int connectorId, long runId)
    {
        foreach (var table in TablesOf(session, pluginId))
        {
            Run(session, $"DELETE FROM {table} WHERE connector_id = ?1 AND from_run = ?2", connectorId, runId);
            Run(session, $"UPDATE {table} SET to_run = NULL WHERE connector_id = ?1 AND to_run = ?2", connectorId, runId);
        }
    }

    /// <summary>Deletes every row of a connector, in all its versions. The caller has made sure that it does not run.</summary>
    public static void Forget(StoreSession session, string pluginId, int connectorId)
    {
        foreach (var table in TablesOf(session, pluginId))
        {
            Run(session, $"DELETE FROM {table} WHERE connector_id = ?1", connectorId, runId: null);
        }
    }

    private static List<string> TablesOf(StoreSession session, string pluginId) =>
        [.. session.Database.InventoryTables.Where(table => table.PluginId == pluginId).Select(table => table.TableName).ToList().Select(SqlName.Quote)];

    private static void Run(StoreSession session, string sql, int connectorId, long? runId)
    {
        using var statement = session.Prepare(sql);
        statement.Bind(1, connectorId);

        if (runId is { } run)
        {
            statement.Bind(2, run);
        }

        statement.Run();
    }

    /// <summary>Keeps a column under another type: the old one stays, under another name, and the new one gets what can be converted.</summary>
    /// <returns>How many values could not be.</returns>
    internal static long Migrate(StoreSession session, string pluginId, string version, ColumnMigration migration)
    {
        var known = session.Database.InventoryTables.Single(table => table.PluginId == pluginId && table.StreamId == migration.Stream);
        var description = Description(known);
        var old = description.Columns.Single(column => column.Name == migration.Column);
        var kept = FreeColumn(session, known.TableName, RetiredColumns.Kept(migration.Column, migration.From));
        var (table, column, before) = (SqlName.Quote(known.TableName), SqlName.Quote(migration.Column), SqlName.Quote(kept));

        session.Execute($"ALTER TABLE {table} RENAME COLUMN {column} TO {before}");
        session.Dialect.AddColumn(session, known.TableName, migration.Column, migration.To);
        session.Execute($"UPDATE {table} SET {column} = {migration.Convert(before, session.Dialect)} WHERE {before} IS NOT NULL");
        known.DescriptionJson = JsonSerializer.Serialize(description with
        {
            Columns =
            [
                .. description.Columns.Select(entry => entry == old ? old with { Type = migration.To } : entry),
                RetiredColumns.Retire(old with { Name = kept, Meaning = old.Meaning with { Description = $"{migration.Column} as it was kept before version {version}." } }),
            ],
        });
        session.Database.SaveChanges();
        using var lost = session.Prepare($"SELECT count(*) FROM {table} WHERE {before} IS NOT NULL AND {column} IS NULL");
        lost.Step();

        return lost.Int64(0);
    }

    private static string FreeColumn(StoreSession session, string tableName, string name)
    {
        var taken = StoredColumns(session, tableName).Select(column => column.Name).ToHashSet();
        var free = SqlName.Fitting(name);

        for (var number = 2; taken.Contains(free); number++)
        {
            free = SqlName.Fitting($"{name}_{number}");
        }

        return free;
    }

    private static StreamDescription Description(InventoryTable table) =>
        JsonSerializer.Deserialize<StreamDescription>(table.DescriptionJson) ?? throw new InvalidOperationException($"The table {table.TableName} has no description.");

    private static InventorySchema Read(InventoryTable table, SqlDialect dialect)
    {
        var description = Description(table);

        return new(description, table.TableName, [.. description.Columns.Select(column => column.Name)], dialect);
    }

    private static void Check(StreamDescription stream)
    {
        if (!SqlName.IsStream(stream.Id))
        {
            throw new PluginFaultException("The plugin's catalogue has a stream whose id is none: lower case letters, digits and underscores, a letter first, at most 40.");
        }

        if (stream.Columns.FirstOrDefault(column => !SqlName.IsColumn(column.Name)) is { } column)
        {
            throw new PluginFaultException(
                $"The stream {stream.Id} has a column named '{column.Name[..Math.Min(column.Name.Length, 60)]}': a name is of lower case letters, digits and underscores, "
                + $"a letter first, at most 60, and none of {string.Join(", ", SqlName.OwnColumns)}.");
        }

        if (stream.Columns.Select(column => column.Name).Distinct().Count() != stream.Columns.Count || stream.Columns.Count > MaximumColumns)
        {
            throw new PluginFaultException($"The stream {stream.Id} has two columns of the same name, or more than {MaximumColumns}.");
        }

        if (!stream.Columns.Any(column => column.Meaning.IsKey))
        {
            throw new PluginFaultException($"The stream {stream.Id} has no key column.");
        }
    }

    private static string FreeName(StoreSession session, string pluginId, string streamId)
    {
        var name = SqlName.Fitting(SqlName.Table(pluginId, streamId));
        var free = name;

        // The plugins a-b and a may both come to a_b_c.
        for (var number = 2; session.Database.InventoryTables.Any(table => table.TableName == free); number++)
        {
            free = $"{name}_{number}";
        }

        return free;
    }

    private static void Widen(StoreSession session, string name, StreamDescription stream)
    {
        var stored = StoredColumns(session, name).ToDictionary(column => column.Name, column => column.Declaration);

        foreach (var column in stream.Columns)
        {
            var declaration = SqlDialect.Declare(column.Type);

            if (!stored.TryGetValue(column.Name, out var before))
            {
                session.Dialect.AddColumn(session, name, column.Name, column.Type);
            }
            else if (before != declaration)
            {
                throw new PluginFaultException(
                    $"The column {column.Name} of the stream {stream.Id} was {before} before and is {declaration} now: a column never changes its type; the plugin must give it a new name.");
            }
        }
    }

    private static List<(string Name, string Declaration)> StoredColumns(StoreSession session, string tableName) => session.Dialect.Columns(session, tableName, SqlName.OwnColumns.Count);
}
