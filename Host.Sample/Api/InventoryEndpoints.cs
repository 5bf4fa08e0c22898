using Host.Sample.Database;
using Host.Sample.Inventory;
using Microsoft.AspNetCore.Http.HttpResults;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Api;

internal static class InventoryEndpoints
{
    public static void MapInventory(this IEndpointRouteBuilder api)
    {
        var inventory = api.MapGroup("/connectors/{connector}/inventory").WithTags("Inventory");
        inventory.MapGet("/", StreamsAsync)
            .WithName("ListStreams").WithSummary("The streams of the published run, or of another one: columns, rows, how complete.");
        inventory.MapGet("/{stream}/rows", RowsAsync)
            .WithName("ListRows").WithSummary("Rows of a stream as of a run. Filters: column=value, column!=value, column~part, <, <=, >, >=, 'column is null', 'column is not null'.");
        inventory.MapGet("/{stream}/history", HistoryAsync)
            .WithName("GetRowHistory").WithSummary("The versions of the row with a key, the first one first; up to a run or moment with asOf.");
        inventory.MapGet("/{stream}/export", ExportAsync)
            .WithName("ExportRows").WithSummary("Rows as a file: format 'csv' (texts that look like formulas get an apostrophe) or 'jsonl'.");
    }

    private static async Task<List<StreamView>> StreamsAsync(string connector, AsOf? asOf, InventoryReader reader, CancellationToken cancellationToken) =>
        [.. (await reader.StreamsAsync(connector, asOf ?? default, cancellationToken)).Select(StreamView.Of)];

    private static async Task<RowsView> RowsAsync(string connector, string stream, [AsParameters] RowsAsked asked, InventoryReader reader, CancellationToken cancellationToken)
    {
        var query = asked.ToQuery() with { Skip = Paging.Skip(asked.Skip), Take = Paging.Take(asked.Take) };
        var source = await reader.OpenAsync(connector, query.AsOf, cancellationToken);
        var schema = InventoryReader.Schema(source, stream);
        var page = await reader.PageAsync(source, stream, query, cancellationToken);

        return new(source.RunId, page.Total, [.. page.Rows.Select(row => new RowView(row.Key, row.FromRun, RowValues.Of(row, schema)))]);
    }

    private static async Task<List<VersionView>> HistoryAsync(string connector, string stream, string key, AsOf? asOf, InventoryReader reader, CancellationToken cancellationToken)
    {
        var schema = InventoryReader.Schema(await reader.OpenAsync(connector, asOf ?? default, cancellationToken), stream);
        var versions = await reader.RowHistoryAsync(connector, stream, key, asOf ?? default, cancellationToken);

        return [.. versions.Select(version => new VersionView(version.Row.FromRun, version.FromTime, version.Row.ToRun, version.ToTime, RowValues.Of(version.Row, schema)))];
    }

    private static async Task<PushStreamHttpResult> ExportAsync(
        string connector, string stream, string? format, [AsParameters] RowsAsked asked, InventoryReader reader, InventoryExport export, CancellationToken cancellationToken)
    {
        // The run is fixed before the first byte, and what is wrong with the request is told as a problem.
        var source = await reader.OpenAsync(connector, asked.AsOf ?? default, cancellationToken);
        InventoryReader.Schema(source, stream);
        var query = asked.ToQuery() with { AsOf = source.RunId, Skip = Paging.Skip(asked.Skip), Take = asked.Take };
        InventorySql.Rows(InventoryReader.Schema(source, stream), query);

        return (format ?? "csv") switch
        {
            "csv" => TypedResults.Stream(
                body => export.WriteCsvAsync(connector, stream, query, body, cancellationToken), "text/csv; charset=utf-8", $"{stream}-{source.RunId}.csv"),
            "jsonl" => TypedResults.Stream(
                body => export.WriteJsonLinesAsync(connector, stream, query, body, cancellationToken), "application/jsonl; charset=utf-8", $"{stream}-{source.RunId}.jsonl"),
            _ => throw new HostException(HostProblem.Usage, "There is no such format.", "Ask for 'csv' or 'jsonl'."),
        };
    }

    /// <summary>Which rows, as they stand in an address.</summary>
    internal sealed record RowsAsked(AsOf? AsOf, string? Search, string? Sort, bool? Descending, int? Skip, int? Take, string[]? Filter)
    {
        public InventoryQuery ToQuery() => new()
        {
            AsOf = AsOf ?? default,
            Search = Search,
            SortBy = Sort,
            IsDescending = Descending ?? false,
            Filters = [.. (Filter ?? []).Select(InventoryFilter.Parse)],
        };
    }

    internal sealed record StreamView(
        string Id,
        string Name,
        string Description,
        string Table,
        long Rows,
        StreamState? State,
        long? CollectedInRun,
        DateTimeOffset? CollectedAt,
        string? Message,
        string? Fix,
        IReadOnlyList<ColumnDescription> Columns)
    {
        public static StreamView Of(InventoryStream stream) => new(
            stream.Description.Id,
            stream.Description.Name,
            stream.Description.Description,
            stream.Table,
            stream.Rows,
            stream.State,
            stream.CollectedInRun,
            stream.CollectedAt,
            stream.Message,
            stream.Fix,
            stream.Description.Columns);
    }

    /// <summary>A page of rows.</summary>
    /// <param name="RunId">As of which run.</param>
    /// <param name="Total">Rows that the filters leave, over all pages.</param>
    /// <param name="Rows">The rows.</param>
    internal sealed record RowsView(long RunId, long Total, IReadOnlyList<RowView> Rows);

    internal sealed record RowView(string Key, long FromRun, Dictionary<string, object?> Values);

    internal sealed record VersionView(long FromRun, DateTimeOffset FromTime, long? ToRun, DateTimeOffset? ToTime, Dictionary<string, object?> Values);
}
