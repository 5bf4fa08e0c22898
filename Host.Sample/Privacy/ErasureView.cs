namespace Host.Sample.Privacy;

/// <summary>What an erasure has done. Says nothing by which the person could be found again.</summary>
/// <param name="Number">Its number.</param>
/// <param name="ErasedAt">When.</param>
/// <param name="ErasedBy">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="Accounts">Accounts of the person that were found.</param>
/// <param name="RowsErased">Versions of rows that were deleted, over all streams.</param>
/// <param name="RowsChanged">Versions of other rows that no longer name the person.</param>
/// <param name="Runs">Runs whose certificate is marked, because their rows are others now.</param>
public sealed record ErasureView(int Number, DateTimeOffset ErasedAt, string ErasedBy, string Reason, int Accounts, long RowsErased, long RowsChanged, IReadOnlyList<long> Runs)
{
    /// <summary>What of the person may still be in the store's file, and what to do; null: nothing.</summary>
    public string? TracesLeft { get; init; }
}
