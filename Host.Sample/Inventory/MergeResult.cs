namespace Host.Sample.Inventory;

/// <summary>What the end of a stream did to its table.</summary>
/// <param name="Added">Rows whose key was not there before.</param>
/// <param name="Changed">Rows whose key was there with other values.</param>
/// <param name="Removed">Rows that are gone.</param>
/// <param name="Repeated">Staged rows whose key came again later in the same run; the last one counts.</param>
/// <param name="State">What is there now.</param>
public sealed record MergeResult(long Added, long Changed, long Removed, long Repeated, RowSet State);
