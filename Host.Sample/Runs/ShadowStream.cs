using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>A stream, as two versions brought it.</summary>
public sealed record ShadowStream
{
    /// <summary>How many keys of differing rows are told.</summary>
    public const int MostKeys = 20;

    public required string StreamId { get; init; }

    /// <summary>How it ended; null: the version does not have it.</summary>
    public StreamState? ServingState { get; init; }

    /// <inheritdoc cref="ServingState"/>
    public StreamState? TriedState { get; init; }

    public long ServingRows { get; init; }

    public long TriedRows { get; init; }

    /// <summary>The row set's hash; columns that only one version has are in it.</summary>
    public string? ServingHash { get; init; }

    /// <inheritdoc cref="ServingHash"/>
    public string? TriedHash { get; init; }

    /// <summary>Rows that the tried version did not bring.</summary>
    public long Missing { get; init; }

    /// <summary>Rows that only the tried version brought.</summary>
    public long Additional { get; init; }

    /// <summary>Rows that both brought, with other values in columns that both have.</summary>
    public long Different { get; init; }

    /// <summary>How many rows differ in each column that differs at all.</summary>
    public IReadOnlyDictionary<string, long> DifferentColumns { get; init; } = new Dictionary<string, long>();

    /// <summary>Keys of the first rows that are missing, additional or different.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    public IReadOnlyList<string> ColumnsAdded { get; init; } = [];

    public IReadOnlyList<string> ColumnsGone { get; init; } = [];

    /// <summary>A stream that only one version has is no difference: there is nothing to compare it with.</summary>
    public bool IsSame => ServingState is null || TriedState is null || (ServingState == TriedState && Missing + Additional + Different == 0);
}
