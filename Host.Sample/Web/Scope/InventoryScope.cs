using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Inventory;

namespace Host.Sample.Web.Scope;

/// <summary>Of which connector, and as of when, a page shows something.</summary>
/// <param name="Connector">The connector; something of it is published.</param>
/// <param name="AsOfText">A run's number or a moment, as it stands in the address; null: the published run.</param>
public sealed record InventoryScope(ConnectorView Connector, string? AsOfText)
{
    /// <summary>As <see cref="AsOfText"/> says.</summary>
    public AsOf AsOf => AsOf.TryParse(AsOfText, CultureInfo.InvariantCulture, out var asOf) ? asOf : default;

    /// <summary>The connector as rooms take it.</summary>
    public string Id => Connector.Id.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether another scope shows the same: a new published run shows something else where the latest is wanted.</summary>
    public object Key => (Connector.Id, AsOfText, AsOfText is null ? Connector.PublishedRunId : null);

    /// <summary>The address of another page in this scope.</summary>
    /// <param name="path">That page's own, which reads the scope from its address.</param>
    /// <param name="fields">More of what it reads there; null values are left out.</param>
    public string Address(string path, params (string Name, string? Value)[] fields) => Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(
        path,
        fields.Prepend(("asOf", AsOfText)).Prepend(("connector", Id)).Where(field => field.Item2 is not null).Select(field => new KeyValuePair<string, string?>(field.Item1, field.Item2)));
}
