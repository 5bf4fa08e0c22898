using System.Globalization;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Host.Sample.Web.Grid;
using Host.Sample.Web.Scope;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Web.Licences;

/// <summary>What the page of licence positions shows, as it stands in its address; of which connector and as of when stands there too.</summary>
public sealed record LicenceState
{
    public IReadOnlyList<LicenceStatus> Statuses { get; init; } = [];

    public IReadOnlyList<BilledNow> Billed { get; init; } = [];

    public IReadOnlyList<UseAge> Ages { get; init; } = [];

    public IReadOnlyList<string> Types { get; init; } = [];

    public string? Search { get; init; }

    /// <summary>After how many days without use an account is idle; null: as the terms say.</summary>
    public int? IdleDays { get; init; }

    public PositionOrder Order { get; init; }

    public bool IsDescending { get; init; }

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = GridState.PageSizes[0];

    public bool IsFiltered => Statuses.Count + Billed.Count + Ages.Count + Types.Count > 0 || Search is not null;

    /// <summary>The page's number and size, for the pager.</summary>
    public GridState Pages => new() { Page = Page, PageSize = PageSize };

    /// <summary>Reads an address; a page that is none is left at its default, a filter that is none is told: without it there would be other rows.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static LicenceState Parse(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        var grid = PagesOf(address);

        return new()
        {
            Statuses = [.. All("status").Select(word => LicenceWords.Require<LicenceStatus>(word, "status")).Distinct()],
            Billed = [.. All("billed").Select(word => LicenceWords.Require<BilledNow>(word, "billed")).Distinct()],
            Ages = [.. All("used").Select(word => LicenceWords.Require<UseAge>(word, "used")).Distinct()],
            Types = [.. All("type").Distinct(StringComparer.Ordinal)],
            Search = All("search").FirstOrDefault(),
            IdleDays = All("idle").FirstOrDefault() is { } idle ? Days(idle) : null,
            Order = All("sort").FirstOrDefault() is { } sort ? LicenceWords.Require<PositionOrder>(sort, "sort") : default,
            IsDescending = All("desc").Contains("true"),
            Page = grid.Page,
            PageSize = grid.PageSize,
        };

        IEnumerable<string> All(string name) => query.TryGetValue(name, out var values) ? values.OfType<string>().Where(value => value.Length > 0) : [];
    }

    /// <summary>The address of this page in a scope.</summary>
    public string Address(InventoryScope scope) => scope.Address(
        "/licences",
        [
            .. Fields("idle", "sort", "desc"),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
            ("size", PageSize != GridState.PageSizes[0] ? PageSize.ToString(CultureInfo.InvariantCulture) : null),
        ]);

    /// <summary>The address of a file of all these positions, by the door for programs.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="runId">The run that is shown: a later one must not slip in.</param>
    /// <param name="format"><c>csv</c>, <c>jsonl</c> or <c>xlsx</c>.</param>
    public string ExportAddress(InventoryScope scope, long runId, string format) => QueryHelpers.AddQueryString(
        $"/api/connectors/{scope.Id}/licences/position/export",
        Fields("idleDays", "order", "descending").Prepend(("format", format)).Prepend(("asOf", runId.ToString(CultureInfo.InvariantCulture)))
            .Where(field => field.Item2 is not null).Select(field => new KeyValuePair<string, string?>(field.Item1, field.Item2)));

    /// <summary>What is asked of the room.</summary>
    public PositionQuery Query(AsOf asOf) => new()
    {
        AsOf = asOf,
        IdleDays = IdleDays,
        Statuses = Statuses,
        Billed = Billed,
        Ages = Ages,
        Types = Types,
        Search = Search,
        Order = Order,
        IsDescending = IsDescending,
        Skip = (Page - 1) * PageSize,
        Take = PageSize,
    };

    /// <summary>Sorted by a column: first up, then down, then as the accounts are kept.</summary>
    public LicenceState SortedBy(PositionOrder order) => this with
    {
        Page = 1,
        Order = Order == order && IsDescending ? default : order,
        IsDescending = Order == order && !IsDescending,
    };

    /// <summary>With a status among those wanted, or without it.</summary>
    public LicenceState Toggled(LicenceStatus status) => this with { Page = 1, Statuses = Statuses.Contains(status) ? [.. Statuses.Where(other => other != status)] : [.. Statuses, status] };

    /// <summary>The page's number and size in an address, read as a grid reads them.</summary>
    public static GridState PagesOf(Uri address)
    {
        var fields = QueryHelpers.ParseQuery(address.Query).Where(field => field.Key is "page" or "size").ToDictionary(field => field.Key, field => field.Value.FirstOrDefault());

        return GridState.Parse(new(QueryHelpers.AddQueryString(address.GetLeftPart(UriPartial.Path), fields)));
    }

    /// <summary>A number of idle days as it stands in an address.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>.</exception>
    public static int Days(string text, int most = SeatTermsCheck.MostIdleDays) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days >= 1 && days <= most
        ? days
        : throw new HostException(HostProblem.Usage, $"'{CellText.InCell(text)}' idle days cannot be used.", $"Give a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}.");

    private (string Name, string? Value)[] Fields(string idle, string order, string descending) =>
    [
        .. Statuses.Select(status => ("status", (string?)status.ToString())),
        .. Billed.Select(billed => ("billed", (string?)billed.ToString())),
        .. Ages.Select(age => ("used", (string?)age.ToString())),
        .. Types.Select(type => ("type", (string?)type)),
        ("search", Search),
        (idle, IdleDays?.ToString(CultureInfo.InvariantCulture)),
        (order, Order is PositionOrder.Account ? null : Order.ToString()),
        (descending, IsDescending ? "true" : null),
    ];
}
