using System.Data.Common;
using System.Runtime.CompilerServices;
using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.EntityFrameworkCore;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>Reads merged streams of a run back, a page at a time, so that no reader stays open while a plugin works on the rows.</summary>
internal sealed class RunRows(IDbContextFactory<HostDatabase> databases, HostStore store, string pluginId, int connectorId, long runId) : IRunRows
{
    private const int PageSize = 1000;

    /// <summary>Streams that some stream of the plugin reads back.</summary>
    public IReadOnlySet<string> Allowed { get; set; } = new HashSet<string>();

    public async IAsyncEnumerable<StoredRow> ReadAsync(
        string streamId, IReadOnlyList<string> columns, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Allowed.Contains(streamId))
        {
            throw new ArgumentException($"No stream says that it reads '{streamId}' back.", nameof(streamId));
        }

        var schema = await FindAsync(streamId, cancellationToken) ?? throw new ArgumentException($"There are no rows of a stream '{streamId}'.", nameof(streamId));
        List<InventoryColumn> wanted = [];

        foreach (var name in columns)
        {
            wanted.Add(schema.Columns.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException($"'{streamId}' has no column '{name}'.", nameof(columns)));
        }

        var select = $"SELECT row_key{string.Concat(wanted.Select(column => $", {SqlName.Quote(column.Name)}"))} FROM {schema.Table}{schema.ByKey} "
            + $"WHERE connector_id = @connector AND {InventoryTables.ValidAtRun}";
        var after = afterKey;
        int count;

        do
        {
            var page = await ReadPageAsync(select, wanted, after, cancellationToken);
            count = page.Count;

            foreach (var row in page)
            {
                after = row.Key;

                yield return row;
            }
        }
        while (count == PageSize);
    }

    private async Task<InventorySchema?> FindAsync(string streamId, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);

        return await InventoryTables.FindAsync(database, pluginId, streamId, cancellationToken);
    }

    private async Task<List<StoredRow>> ReadPageAsync(string select, List<InventoryColumn> columns, string? after, CancellationToken cancellationToken)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            await database.Database.OpenConnectionAsync(cancellationToken);
            var connection = database.Database.GetDbConnection();
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made above from validated, quoted names.
            command.CommandText = $"{select}{(after is null ? "" : " AND row_key > @after")} ORDER BY row_key LIMIT {PageSize}";
#pragma warning restore CA2100
            command.AddValue("@connector", connectorId);
            command.AddValue("@after", after ?? "");
            command.AddValue("@run", runId);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            List<StoredRow> rows = new(PageSize);

            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(new(reader.GetString(0), [.. columns.Select((column, index) => StoredValue.Read(reader, index + 1, column.Type))]));
            }

            return rows;
        }
        catch (DbException exception) when (StoreFailure.IsOne(exception))
        {
            throw StoreFailure.Explain(exception, store.Name);
        }
    }
}
