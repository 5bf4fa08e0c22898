using Host.Sample.Database;
using Host.Sample.Database.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Backups.Copying;

/// <summary>A table that is copied, as it is in both stores.</summary>
internal sealed record TablePlan
{
    public required string Name { get; init; }

    public required IReadOnlyList<CopiedColumn> Columns { get; init; }

    /// <summary>The types of an inventory table's columns, in the order of the table; null: one of the host's own.</summary>
    public IReadOnlyList<(string Name, ColumnType Type)>? Inventory { get; init; }

    public string ColumnList => string.Join(", ", Columns.Select(column => SqlName.Quote(column.Name)));

    /// <summary>The host's own tables: those that the model has, each behind those that it refers to.</summary>
    /// <remarks>What the model does not have is the scheduler's, which makes its tables anew from the schedules.</remarks>
    public static IReadOnlyList<TablePlan> Own(HostDatabase postgres)
    {
        List<ITable> open = [.. postgres.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal)];
        List<ITable> ordered = [];

        while (open.Find(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || ordered.Contains(key.PrincipalTable))) is { } next)
        {
            open.Remove(next);
            ordered.Add(next);
        }

        return open.Count == 0
            ? [.. ordered.Select(table => new TablePlan { Name = table.Name, Columns = [.. table.Columns.Select(column => CopiedColumn.Of(column.Name, column.StoreType))] })]
            : throw new InvalidOperationException($"The table {open[0].Name} refers to itself by others.");
    }

    /// <summary>The tables of all plugins, with those columns too that a plugin no longer has.</summary>
    public static IReadOnlyList<TablePlan> OfPlugins(StoreSession file) =>
        [.. file.Database.InventoryTables.AsNoTracking().Select(table => table.TableName).ToList().Order(StringComparer.Ordinal).Select(name => OfPlugin(file, name))];

    private static TablePlan OfPlugin(StoreSession file, string name)
    {
        if (name != SqlName.Fitting(name))
        {
            throw new HostException(HostProblem.Invalid, $"The table {name} was made by an early version of this host and has a longer name than PostgreSQL takes.", "Nothing has been changed. Remove the connectors of that plugin, or stay with the file.");
        }

        List<(string Name, ColumnType Type)> columns = [.. file.Dialect.Columns(file, name, SqlName.OwnColumns.Count).Select(column => (column.Name, Type(name, column.Name, column.Declaration)))];

        return new()
        {
            Name = name,
            Inventory = columns,
            Columns =
            [
                new("connector_id", CopiedKind.Int64),
                new("row_key", CopiedKind.Text),
                new("row_hash", CopiedKind.Bytes),
                new("from_run", CopiedKind.Int64),
                new("to_run", CopiedKind.Int64),
                .. columns.Select(column => CopiedColumn.Of(column.Name, PostgresDialect.Kept(column.Type).Split(' ')[0])),
            ],
        };
    }

    private static ColumnType Type(string table, string column, string declaration) =>
        Enum.GetValues<ColumnType>().Cast<ColumnType?>().FirstOrDefault(type => SqlDialect.Declare(type!.Value) == declaration)
        ?? throw new HostException(HostProblem.Invalid, $"The column {column} of the table {table} is declared as '{declaration}', which is none of this host's types.", "Nothing has been changed. Somebody has altered the file: take a backup of it by 'store restore'.");
}
