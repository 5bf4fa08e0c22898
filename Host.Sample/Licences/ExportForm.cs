namespace Host.Sample.Licences;

/// <summary>The form of an export.</summary>
public enum ExportForm
{
    Csv,

    /// <summary>JSON Lines for positions; one JSON object for a report.</summary>
    Json,

    /// <summary>An Excel workbook.</summary>
    Xlsx,
}
