using System.Globalization;
using Host.Sample.Inventory;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Web.Grid;

/// <summary>What a grid shows, as it stands in its address: so it can be shared, and gone back to.</summary>
public sealed record GridState
{
    public static readonly IReadOnlyList<int> PageSizes = [25, 50, 100];

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = PageSizes[0];

    /// <summary>The column sorted by; null: the key.</summary>
    public string? Sort { get; init; }

    public bool IsDescending { get; init; }

    public string? Search { get; init; }

    public IReadOnlyList<InventoryFilter> Filters { get; init; } = [];

    /// <summary>As of when, as <see cref="Inventory.AsOf.Parse"/> reads it; null: the published run.</summary>
    public string? AsOfText { get; init; }

    /// <summary>As <see cref="AsOfText"/> says.</summary>
    public AsOf AsOf => AsOf.TryParse(AsOfText, CultureInfo.InvariantCulture, out var asOf) ? asOf : default;

    /// <summary>The key of the row whose detail is open.</summary>
    public string? Row { get; init; }

    /// <summary>Reads an address; what is no number there is left at its default.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: a filter that is none.</exception>
    public static GridState Parse(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        var size = Number(One("size")) is { } wanted && PageSizes.Contains((int)Math.Min(wanted, int.MaxValue)) ? (int)wanted : PageSizes[0];

        return new()
        {
            Page = (int)Math.Clamp(Number(One("page")) ?? 1, 1, int.MaxValue / size),
            PageSize = size,
            Sort = One("sort"),
            IsDescending = One("desc") == "true",
            Search = One("search"),
            Filters = [.. query.TryGetValue("filter", out var filters) ? filters.OfType<string>().Select(InventoryFilter.Parse) : []],
            AsOfText = One("asOf") is { } asOf && AsOf.TryParse(asOf, CultureInfo.InvariantCulture, out _) ? asOf : null,
            Row = One("row"),
        };

        string? One(string name) => query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
    }

    /// <summary>The address of a page that shows this.</summary>
    /// <param name="path">The page's own.</param>
    public string Address(string path) => QueryHelpers.AddQueryString(path, Fields().Concat(
        [
            new("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
            new("size", PageSize != PageSizes[0] ? PageSize.ToString(CultureInfo.InvariantCulture) : null),
            new("desc", IsDescending ? "true" : null),
            new("row", Row),
        ]).Where(field => field.Value is not null));

    /// <summary>The address of a file of all these rows, by the door for programs.</summary>
    /// <param name="connectorId">Whose.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="format"><c>csv</c> or <c>jsonl</c>.</param>
    public string ExportAddress(int connectorId, string stream, string format) => QueryHelpers.AddQueryString(
        string.Create(CultureInfo.InvariantCulture, $"/api/connectors/{connectorId}/inventory/{stream}/export"),
        Fields().Concat([new("format", format), new("descending", IsDescending ? "true" : null)]).Where(field => field.Value is not null));

    /// <summary>What is asked of the inventory.</summary>
    public InventoryQuery Query() => new()
    {
        AsOf = AsOf,
        Filters = Filters,
        Search = Search,
        SortBy = Sort,
        IsDescending = IsDescending,
        Skip = (Page - 1) * PageSize,
        Take = PageSize,
    };

    /// <summary>Whether another state shows the same rows, whatever else differs.</summary>
    public bool ShowsSameRows(GridState other) => Address("") == (other with { Row = Row }).Address("");

    /// <summary>Sorted by a column: first up, then down, then by the key again.</summary>
    public GridState SortedBy(string column) => this with
    {
        Page = 1,
        Sort = Sort == column && IsDescending ? null : column,
        IsDescending = Sort == column && !IsDescending,
    };

    private IEnumerable<KeyValuePair<string, string?>> Fields() =>
    [
        new("asOf", AsOfText),
        new("sort", Sort),
        new("search", Search),
        .. Filters.Select(filter => new KeyValuePair<string, string?>("filter", filter.ToString())),
    ];

    private static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
