namespace Host.Sample.Backups.Copying;

/// <summary>A column that is copied.</summary>
/// <param name="Name">Its name, the same in both stores.</param>
/// <param name="Kind">How its values are kept.</param>
internal sealed record CopiedColumn(string Name, CopiedKind Kind)
{
    /// <summary>A column of the type that PostgreSQL calls so.</summary>
    /// <exception cref="InvalidOperationException">Nobody has said yet how such values are copied.</exception>
    public static CopiedColumn Of(string name, string storeType) => new(name, storeType switch
    {
        "boolean" => CopiedKind.Boolean,
        "smallint" => CopiedKind.Int16,
        "integer" => CopiedKind.Int32,
        "bigint" => CopiedKind.Int64,
        "text" => CopiedKind.Text,
        "bytea" => CopiedKind.Bytes,
        "uuid" => CopiedKind.Guid,
        "time without time zone" => CopiedKind.Time,
        _ when storeType.StartsWith("character varying", StringComparison.Ordinal) => CopiedKind.Text,
        _ => throw new InvalidOperationException($"The column {name} is of the type {storeType}, which cannot be copied."),
    });
}
