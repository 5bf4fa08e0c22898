namespace Host.Sample.Backups.Copying;

/// <summary>A store that was copied, or would be.</summary>
public sealed record CopyReport
{
    /// <summary>The file.</summary>
    public required string From { get; init; }

    /// <summary>The database and its server.</summary>
    public required string To { get; init; }

    /// <summary>Whether it was only looked at what would be copied.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Bytes of tables and indices in the database; null when nothing was copied.</summary>
    public long? DatabaseBytes { get; init; }

    public required IReadOnlyList<CopiedTable> Tables { get; init; }

    /// <summary>What was held against the certificates; empty when nothing was copied.</summary>
    public IReadOnlyList<ProvenConnector> Proven { get; init; } = [];

    /// <summary>Runs that were at work and go on there.</summary>
    public IReadOnlyList<long> Unfinished { get; init; } = [];

    /// <summary>What is worth knowing and no fault.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What is not there as it is in the file, or not as it was certified, each in a sentence. Unless it is empty nothing was kept in the database.</summary>
    public IReadOnlyList<string> Findings { get; init; } = [];

    /// <summary>The endpoint servers that connectors belong to: the names under which hosts are to serve.</summary>
    public IReadOnlyList<string> EndpointServers { get; init; } = [];

    /// <summary>The folder that now holds the keys, to be given to all hosts; null: they were not copied.</summary>
    public string? KeyFolder { get; init; }

    /// <summary>Whether the keys that are there open the store's secrets; null when it has none.</summary>
    public bool? CanDecrypt { get; init; }

    public required TimeSpan Took { get; init; }
}
