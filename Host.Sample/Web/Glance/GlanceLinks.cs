using System.Globalization;
using Host.Sample.Inventory;
using Host.Sample.Web.Grid;
using Host.Sample.Web.People;
using Host.Sample.Web.Scope;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Web.Glance;

/// <summary>From a figure to the rows behind it, as of the same moment; found by what streams and columns mean.</summary>
public sealed class GlanceLinks(InventoryScope scope, IReadOnlyList<InventoryStream> streams)
{
    /// <summary>What the plugin calls a subject; null: it has no such stream.</summary>
    public string? Name(StreamSubject subject) => Find(subject)?.Name;

    /// <summary>All rows of a subject.</summary>
    public string? All(StreamSubject subject) => Find(subject) is { } stream ? Address(stream, []) : null;

    /// <summary>Rows of a subject in which columns of a meaning have a value; null when the plugin has no such columns.</summary>
    public string? Where(StreamSubject subject, params (ColumnSemantic Semantic, string? Value)[] values) =>
        Where(subject, [.. values.Select(value => value.Value is null ? (value.Semantic, InventoryOperator.IsNull, "") : (value.Semantic, InventoryOperator.Equal, value.Value))]);

    /// <inheritdoc cref="Where(StreamSubject, ValueTuple{ColumnSemantic, string?}[])"/>
    public string? Where(StreamSubject subject, params (ColumnSemantic Semantic, InventoryOperator Operator, string Value)[] conditions)
    {
        if (Find(subject) is not { } stream)
        {
            return null;
        }

        List<InventoryFilter> filters = [];

        foreach (var (semantic, comparison, value) in conditions)
        {
            if (stream.Columns.FirstOrDefault(column => column.Meaning.Semantic == semantic) is not { } column)
            {
                return null;
            }

            filters.Add(new(column.Name, comparison, value));
        }

        return Address(stream, filters);
    }

    /// <summary>One row.</summary>
    public string Row(string streamId, string key) => new GridState { AsOfText = scope.AsOfText, Row = key }.Address(Path(streamId));

    /// <summary>One account.</summary>
    public string Person(string accountId) => PersonLink.To(scope, accountId);

    /// <summary>What changed in a stream between two runs.</summary>
    public string Changes(string streamId, long fromRun, long toRun) =>
        string.Create(CultureInfo.InvariantCulture, $"/changes?connector={scope.Connector.Id}&asOf={toRun}&from={fromRun}&stream={streamId}");

    private StreamDescription? Find(StreamSubject subject) => streams.Select(stream => stream.Description).FirstOrDefault(stream => stream.Subject == subject);

    private string Path(string streamId) => string.Create(CultureInfo.InvariantCulture, $"/inventory/{scope.Connector.Id}/{streamId}");

    private string Address(StreamDescription stream, IReadOnlyList<InventoryFilter> filters) => new GridState { AsOfText = scope.AsOfText, Filters = filters }.Address(Path(stream.Id));
}
