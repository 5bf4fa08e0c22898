using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>When a stream may end, and what that is based on.</summary>
/// <param name="Left">About how long; null: unknown.</param>
/// <param name="Basis">Why, in a sentence.</param>
public sealed record StreamForecast(TimeSpan? Left, string Basis)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>Says how long a running stream may still take, or honestly that nobody knows.</summary>
    /// <param name="stream">The stream now.</param>
    /// <param name="lastRows">How many rows it took when it last reached its end; null: never, or that says nothing about this time.</param>
    /// <param name="budget">The calls expected.</param>
    /// <param name="all">All streams of the run: those that use the same method share its rate.</param>
    public static StreamForecast Of(StreamSnapshot stream, long? lastRows, RunBudget budget, IReadOnlyList<StreamSnapshot> all)
    {
        var byRate = budget.Left(stream, all);
        var byRows = ByRows(stream, lastRows);

        // What the service allows is a lower bound; what is seen may be slower.
        return byRate is not null && !(byRows.Left > byRate.Left) ? byRate : byRows;
    }

    private static StreamForecast ByRows(StreamSnapshot stream, long? lastRows)
    {
        if (stream.State is StreamState.Pending)
        {
            return new(null, "It has not begun.");
        }

        if (lastRows is not { } total)
        {
            return new(null, "There is no earlier run of it to compare with.");
        }

        if (stream.Rows == 0 || stream.Elapsed < Shortest)
        {
            return new(null, "It has only just begun.");
        }

        if (stream.Rows >= total)
        {
            return new(null, "It has more rows than the last time already.");
        }

        return new(stream.Elapsed * ((double)(total - stream.Rows) / stream.Rows), "By its pace so far, if it has as many rows as the last time.");
    }
}
