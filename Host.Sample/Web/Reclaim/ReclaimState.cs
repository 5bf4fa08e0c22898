using System.Globalization;
using Host.Sample.Inventory;
using Host.Sample.Licences;
using Host.Sample.Web.Grid;
using Host.Sample.Web.Licences;
using Host.Sample.Web.Scope;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Web.Reclaim;

/// <summary>What the reclaim report shows, as it stands in its address; of which connector and as of when stands there too.</summary>
public sealed record ReclaimState
{
    /// <summary>The most idle days that can be tried here.</summary>
    public const int MostIdleDays = 365;

    /// <summary>The days tried; null: as the terms say.</summary>
    public int? IdleDays { get; init; }

    public IReadOnlyList<ReclaimClass> Classes { get; init; } = [];

    /// <summary>Counted from 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = GridState.PageSizes[0];

    /// <summary>The page's number and size, for the pager.</summary>
    public GridState Pages => new() { Page = Page, PageSize = PageSize };

    /// <summary>Reads an address.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: idle days or a class that are none.</exception>
    public static ReclaimState Parse(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        var pages = LicenceState.PagesOf(address);

        return new()
        {
            IdleDays = query.TryGetValue("idle", out var idle) && idle is [{ Length: > 0 } days, ..] ? LicenceState.Days(days, MostIdleDays) : null,
            Classes = [.. query.TryGetValue("class", out var classes) ? classes.OfType<string>().Select(word => LicenceWords.Require<ReclaimClass>(word, "class")).Distinct() : []],
            Page = pages.Page,
            PageSize = pages.PageSize,
        };
    }

    /// <summary>The address of this page, or of its print view, in a scope.</summary>
    public string Address(InventoryScope scope, string path = "/reclaim") => scope.Address(
        path,
        [
            ("idle", IdleDays?.ToString(CultureInfo.InvariantCulture)),
            .. Classes.Select(kind => ("class", (string?)kind.ToString())),
            ("page", Page > 1 ? Page.ToString(CultureInfo.InvariantCulture) : null),
            ("size", PageSize != GridState.PageSizes[0] ? PageSize.ToString(CultureInfo.InvariantCulture) : null),
        ]);

    /// <summary>The address of a file of this report, by the door for programs.</summary>
    /// <param name="scope">Whose.</param>
    /// <param name="report">The report that is shown: the file is of the same run and the same idle days.</param>
    /// <param name="format"><c>csv</c>, <c>json</c> or <c>xlsx</c>.</param>
    public string ExportAddress(InventoryScope scope, ReclaimReport report, string format) => QueryHelpers.AddQueryString(
        $"/api/connectors/{scope.Id}/licences/reclaim/export",
        [
            new("asOf", report.RunId.ToString(CultureInfo.InvariantCulture)),
            new("idleDays", report.IdleDays.ToString(CultureInfo.InvariantCulture)),
            .. Classes.Select(kind => new KeyValuePair<string, string?>("saving", kind.ToString())),
            new("format", format),
        ]);

    /// <summary>What is asked of the room.</summary>
    public ReclaimQuery Query(AsOf asOf) => new() { AsOf = asOf, IdleDays = IdleDays, Classes = Classes, Skip = (Page - 1) * PageSize, Take = PageSize };

    /// <summary>With a class among those wanted, or without it.</summary>
    public ReclaimState Toggled(ReclaimClass kind) => this with { Page = 1, Classes = Classes.Contains(kind) ? [.. Classes.Where(other => other != kind)] : [.. Classes, kind] };
}
