using Host.Sample.Licences;

namespace Host.Sample.Insights;

/// <summary>The figures that are kept.</summary>
internal sealed class FiguresCatalogue
{
    public FiguresCatalogue(FiguresBasis basis, SummaryReader summaries, LicenceCounter licences)
    {
        Inventory = new("inventory", basis.OfAsync, summaries.CountAsync);
        Licences = new("licences", async (source, cancellationToken) => $"{await basis.OfAsync(source, cancellationToken)}\n{await licences.BasisAsync(source, cancellationToken)}", licences.CountAsync);
    }

    /// <summary>Counts of rows.</summary>
    public FiguresKind<InventoryFigures> Inventory { get; }

    /// <summary>Counts of positions.</summary>
    public FiguresKind<LicenceCounts> Licences { get; }
}
