namespace Plugin.Abstractions.Collection;

/// <summary>Rows that streams of a run have committed, for a stream that names them in <see cref="StreamDescription.ReadsBack"/>.</summary>
public interface IRunRows
{
    /// <summary>Reads some columns of a stream's rows, in the order of their keys, a page at a time.</summary>
    /// <param name="streamId">The stream; must be named in <see cref="StreamDescription.ReadsBack"/>.</param>
    /// <param name="columns">The columns wanted.</param>
    /// <param name="afterKey">Begins after the row with this <see cref="StoredRow.Key"/>; <see langword="null"/>: at the first.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The rows of the run's current state of that stream, deleted ones left out.</returns>
    /// <exception cref="ArgumentException">There is no such stream or column.</exception>
    IAsyncEnumerable<StoredRow> ReadAsync(string streamId, IReadOnlyList<string> columns, string? afterKey, CancellationToken cancellationToken);
}
