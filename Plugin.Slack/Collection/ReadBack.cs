using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Collection;

/// <summary>Reads rows of other streams back, which may never have been collected.</summary>
internal static class ReadBack
{
    /// <summary>Reads them.</summary>
    /// <param name="rows">The rows, or <see langword="null"/> for none.</param>
    /// <param name="stream">The stream.</param>
    /// <param name="columns">The columns wanted.</param>
    /// <param name="after">Begins after the row with this key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The rows; none of a stream that no run has collected.</returns>
    public static async IAsyncEnumerable<StoredRow> ReadAsync(IRunRows? rows, string stream, IReadOnlyList<string> columns, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (rows is null)
        {
            yield break;
        }

        await using var enumerator = rows.ReadAsync(stream, columns, after, cancellationToken).GetAsyncEnumerator(cancellationToken);

        while (await NextAsync(enumerator))
        {
            yield return enumerator.Current;
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<StoredRow> rows)
    {
        try
        {
            return await rows.MoveNextAsync();
        }
        catch (ArgumentException)
        {
            // There is no table of the stream.
            return false;
        }
    }
}
