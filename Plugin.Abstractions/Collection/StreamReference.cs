namespace Plugin.Abstractions.Collection;

/// <summary>A column whose values name rows of another stream.</summary>
/// <param name="Column">The column here.</param>
/// <param name="Stream">The other stream's id.</param>
/// <param name="TargetColumn">The column there.</param>
public sealed record StreamReference(string Column, string Stream, string TargetColumn);
