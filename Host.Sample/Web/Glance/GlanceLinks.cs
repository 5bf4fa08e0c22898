using System.Globalization;
using Host.Sample.Inventory;
using Host.Sample.Web.Grid;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Web.Glance;

/// <summary>From a figure to the rows behind it, found by what streams and columns mean.</summary>
internal sealed class GlanceLinks(int connectorId, IReadOnlyList<InventoryStream> streams)
{
    /// <summary>What the plugin calls a subject; null: it has no such stream.</summary>
    public string? Name(StreamSubject subject) => Find(subject)?.Name;

    /// <summary>All rows of a subject.</summary>
    public string? All(StreamSubject subject) => Find(subject) is { } stream ? Address(stream, []) : null;

    /// <summary>Rows of a subject in which columns of a meaning have a value; null when the plugin has no such columns.</summary>
    public string? Where(StreamSubject subject, params (ColumnSemantic Semantic, string? Value)[] values)
    {
        if (Find(subject) is not { } stream)
        {
            return null;
        }

        List<InventoryFilter> filters = [];

        foreach (var (semantic, value) in values)
        {
            if (stream.Columns.FirstOrDefault(column => column.Meaning.Semantic == semantic) is not { } column)
            {
                return null;
            }

            filters.Add(value is null ? new(column.Name, InventoryOperator.IsNull, "") : new(column.Name, InventoryOperator.Equal, value));
        }

        return Address(stream, filters);
    }

    /// <summary>What changed in a stream between two runs.</summary>
    public string Changes(string streamId, long fromRun, long toRun) =>
        string.Create(CultureInfo.InvariantCulture, $"/changes?connector={connectorId}&asOf={toRun}&from={fromRun}&stream={streamId}");

    private StreamDescription? Find(StreamSubject subject) => streams.Select(stream => stream.Description).FirstOrDefault(stream => stream.Subject == subject);

    private string Address(StreamDescription stream, IReadOnlyList<InventoryFilter> filters) =>
        new GridState { Filters = filters }.Address(string.Create(CultureInfo.InvariantCulture, $"/inventory/{connectorId}/{stream.Id}"));
}
