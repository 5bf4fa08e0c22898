using Host.Sample.Web.Scope;
using Microsoft.AspNetCore.WebUtilities;

namespace Host.Sample.Web.People;

/// <summary>From what a page tells to the rows that it is drawn from.</summary>
internal static class RowLink
{
    /// <summary>The address of a stream's grid as of the same moment.</summary>
    /// <param name="scope">Of which connector, as of when.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="row">The key of the row to open; null: none.</param>
    /// <param name="search">A text to search for; null: none.</param>
    public static string To(InventoryScope scope, string stream, string? row = null, string? search = null) => QueryHelpers.AddQueryString(
        $"/inventory/{scope.Id}/{stream}",
        new Dictionary<string, string?> { ["asOf"] = scope.AsOfText, ["row"] = row, ["search"] = search }.Where(field => field.Value is not null));
}
