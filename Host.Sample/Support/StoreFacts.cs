using System.Data.Common;
using Host.Sample.Database;
using Host.Sample.Inventory;

namespace Host.Sample.Support;

/// <summary>How much of what is in the store, without any of it.</summary>
internal sealed class StoreFacts(HostStore store)
{
    private const int CacheKibibytes = 1024;

    /// <summary>The rows of a stream as of a run, and how many of them have nothing in each column.</summary>
    /// <exception cref="DbException">It cannot be read.</exception>
    public async Task<object> ShapeAsync(InventorySource source, InventorySchema schema, CancellationToken cancellationToken)
    {
        await using var connection = await store.ConnectAsync(CacheKibibytes, cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*){string.Concat(schema.Columns.Select(column => $", count({SqlName.Quote(column.Name)})"))} FROM {schema.Table} WHERE connector_id = @connector AND {InventoryTables.ValidAtRun}";
        command.AddValue("@connector", source.Connector.Id);
        command.AddValue("@run", source.RunId);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var rows = reader.GetInt64(0);

        return new
        {
            ConnectorId = source.Connector.Id,
            source.RunId,
            StreamId = schema.Description.Id,
            schema.Description.Mode,
            Rows = rows,
            Columns = schema.Columns.Select((column, index) => new { column.Name, column.Type, column.IsKey, Nulls = rows - reader.GetInt64(index + 1) }).ToList(),
        };
    }
}
