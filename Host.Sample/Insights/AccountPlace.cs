namespace Host.Sample.Insights;

/// <summary>A group or space that an account is in, or something that it made, installed or answers for.</summary>
/// <param name="StreamId">The stream that says so.</param>
/// <param name="Stream">Its name for people.</param>
/// <param name="RowKey">The row's key there.</param>
/// <param name="Says">What the stream says of the account, in the plugin's words.</param>
/// <param name="Id">The id of the group, space or application; null where the stream names none.</param>
/// <param name="Name">The name under which people know it; null: none is known.</param>
/// <param name="IsRetired">Whether it is no longer in use; null: not told.</param>
/// <param name="FromRun">The run that brought the row as it is.</param>
/// <param name="FromTime">When that run began.</param>
public sealed record AccountPlace(string StreamId, string Stream, string RowKey, string Says, string? Id, string? Name, bool? IsRetired, long FromRun, DateTimeOffset FromTime);

/// <summary>Some of them, and how many there are in all.</summary>
public sealed record AccountPlaces(long Total, IReadOnlyList<AccountPlace> Places);
