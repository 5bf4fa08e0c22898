namespace Host.Sample.Insights;

/// <summary>Some of the rows that a held run lacks.</summary>
/// <param name="PublishedRunId">The run that still has them.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="Rows">Those asked for.</param>
public sealed record VanishedRows(long PublishedRunId, long Total, IReadOnlyList<VanishedRow> Rows);

/// <summary>A row that the published run has and the held one lacks.</summary>
/// <param name="Key">The row's key.</param>
/// <param name="Name">The name under which people know it, or its account; null where there is none.</param>
/// <param name="AccountId">The account that the row is, in the service's own id; null where it is something else.</param>
public sealed record VanishedRow(string Key, string? Name, string? AccountId);
