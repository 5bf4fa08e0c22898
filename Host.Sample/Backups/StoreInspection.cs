namespace Host.Sample.Backups;

/// <summary>What was found in a store's file.</summary>
public sealed record StoreInspection
{
    public required string File { get; init; }

    /// <summary>Of the file and of what has not been folded into it yet.</summary>
    public required long Bytes { get; init; }

    public required long PageBytes { get; init; }

    public required long Pages { get; init; }

    /// <summary>Pages that hold nothing and are used again before the file grows.</summary>
    public required long FreePages { get; init; }

    public required StoreSchemaAge Schema { get; init; }

    /// <summary>The last change of the schema that was applied.</summary>
    public required string LastMigration { get; init; }

    /// <summary>What SQLite's integrity check says, at most twenty lines; empty when all is well.</summary>
    public required IReadOnlyList<string> Damage { get; init; }

    /// <summary>Rows that refer to rows that are not there, by table, at most twenty; empty when all is well.</summary>
    public required IReadOnlyList<string> Orphans { get; init; }

    /// <summary>The published run of each connector, its rows held against the hashes that the run left; null when the schema is not this version's, or the file is too damaged to be read.</summary>
    public required IReadOnlyList<PublishedRows>? Published { get; init; }

    /// <summary>Whether nothing is wrong with it.</summary>
    public bool IsSound => Damage.Count == 0 && Orphans.Count == 0 && Published?.All(run => run.Altered.Count == 0) is not false;
}
