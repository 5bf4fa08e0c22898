namespace Plugin.Abstractions.Collection;

/// <summary>What a column's values mean and where they come from.</summary>
public sealed record ColumnMeaning
{
    /// <summary>What the value says, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>The service's method and field: <c>trees.list: trees[].id</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What null says, or <see langword="null"/> when it just means "not given".</summary>
    public string? NullMeans { get; init; }

    /// <summary>Whether the column is part of the row's key. A row without its key is rejected and counted. Default: no.</summary>
    public bool IsKey { get; init; }

    /// <summary>Its meaning to a software-asset manager.</summary>
    public ColumnSemantic Semantic { get; init; }

    /// <summary>How it relates to people.</summary>
    public PersonalData PersonalData { get; init; }

    /// <summary>For <see cref="ColumnSemantic.ActivityAt"/>: how exact the moment is. Default: to the second.</summary>
    public TimePrecision Precision { get; init; }

    /// <summary>A scope needed beyond the stream's own, or <see langword="null"/>.</summary>
    public string? Scope { get; init; }

    /// <summary>The plan needed beyond the stream's own, or <see langword="null"/>.</summary>
    public string? Plan { get; init; }
}
