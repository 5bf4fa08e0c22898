using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;
using Host.Sample.Licences;
using Host.Sample.Web.Grid;
using Host.Sample.Web.Parts;
using MudBlazor;

namespace Host.Sample.Web.Reclaim;

/// <summary>What several pages say of seats to take back, word for word.</summary>
internal static class ReclaimText
{
    /// <summary>What an amount of a class is.</summary>
    public static string Amount(ReclaimClass kind) => kind switch
    {
        ReclaimClass.NothingToday => "today",
        ReclaimClass.Credit => "credited once",
        _ => "a period, from the renewal on",
    };

    /// <summary>Terms in a line.</summary>
    public static string Terms(SeatTerms terms)
    {
        var price = terms.Price is { } amount
            ? string.Create(CultureInfo.InvariantCulture, $"{amount:0.00##} {terms.Currency} a seat and {LicenceWords.Of(terms.Period)}")
            : "no price told";
        var renewal = terms.Renewal is { } day ? $"renewal on {LicenceWords.Day(day)}" : "no renewal told";

        return $"{price}; {renewal}; {(terms.IsContract ? "a contract holds" : "the service's usual rules")}";
    }

    /// <summary>What a verdict that is not Complete means for the figures; null: it is.</summary>
    public static string? Doubt(ReclaimReport report) => report.Verdict switch
    {
        RunVerdict.Complete => null,
        RunVerdict.Partial => $"Run {report.RunId} does not prove all of its inventory. What a stream did not bring is kept from the last run that had it: seats and signs of use may be older than this run, and who came since may be missing. No evidence is counted as no candidate, never as idle.",
        _ => $"Run {report.RunId} proves nothing of its inventory: believe no figure here before a complete run.",
    };

    /// <summary>Asks before an exclusion that holds is taken away.</summary>
    public static DialogParameters<ConfirmDialog> Inclusion(SeatExclusionView exclusion) => new()
    {
        { dialog => dialog.Title, "Include again?" },
        {
            dialog => dialog.Consequences,
            [
                exclusion.Kind is SeatExclusionKind.Group
                    ? $"Members of the group '{CellText.InCell(exclusion.Name ?? exclusion.SubjectId)}' may be candidates again."
                    : $"'{CellText.InCell(exclusion.Name ?? exclusion.SubjectId)}' may be a candidate again.",
                $"The reason that {CellText.InCell(exclusion.CreatedBy)} gave is forgotten here; the audit trail keeps it: {Words.Plain(CellText.InCell(exclusion.Reason))}",
            ]
        },
        { dialog => dialog.Confirm, "Include again" },
    };
}
