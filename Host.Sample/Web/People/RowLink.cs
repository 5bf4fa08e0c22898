using Host.Sample.Web.Grid;
using Host.Sample.Web.Scope;

namespace Host.Sample.Web.People;

/// <summary>From what a page tells to the rows that it is drawn from.</summary>
internal static class RowLink
{
    /// <summary>The address of a stream's grid as of the same moment.</summary>
    /// <param name="scope">Of which connector, as of when.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="row">The key of the row to open; null: none.</param>
    /// <param name="search">A text to search for; null: none.</param>
    public static string To(InventoryScope scope, string stream, string? row = null, string? search = null) =>
        new GridState { AsOfText = scope.AsOfText, Row = row, Search = search }.Address($"/inventory/{scope.Id}/{stream}");
}
