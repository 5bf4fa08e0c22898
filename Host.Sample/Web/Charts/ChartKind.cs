namespace Host.Sample.Web.Charts;

/// <summary>How a chart is drawn.</summary>
public enum ChartKind
{
    /// <summary>A bar for each place.</summary>
    Bars,

    /// <summary>Parts of a whole.</summary>
    Shares,

    /// <summary>Lines over places that follow each other.</summary>
    Course,
}
