namespace Host.Sample.Backups.Copying;

/// <summary>How a column's values are kept in PostgreSQL.</summary>
internal enum CopiedKind
{
    Boolean,
    Int16,
    Int32,
    Int64,
    Text,
    Bytes,
    Guid,
    Time,
}
