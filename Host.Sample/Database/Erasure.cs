namespace Host.Sample.Database;

/// <summary>What an erasure did to a stream as of a run: why the certificate's hash and count are no longer those of the store.</summary>
public sealed class Erasure
{
    public int ErasedAccountId { get; set; }

    public long RunId { get; set; }

    public required string StreamId { get; set; }

    public long RowsErased { get; set; }

    /// <summary>Rows that stayed and no longer name the account.</summary>
    public long RowsChanged { get; set; }

    public long RowCountBefore { get; set; }

    public required string RowSetHashBefore { get; set; }

    public long RowCountAfter { get; set; }

    public required string RowSetHashAfter { get; set; }
}
