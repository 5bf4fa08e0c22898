namespace Host.Sample.Insights;

public enum RowChangeKind
{
    Added,
    Changed,
    Removed,
}
