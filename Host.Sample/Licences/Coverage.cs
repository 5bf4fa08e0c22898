namespace Host.Sample.Licences;

/// <summary>For which time a stream would have shown a use.</summary>
internal static class Coverage
{
    /// <summary>The time without a gap that ends with the last run in which the stream was complete.</summary>
    /// <param name="complete">The runs in which it was complete, the first one first.</param>
    /// <param name="memory">How far back the service remembers, as it says or as it has been seen to; null: nothing is known.</param>
    /// <returns>From when until when; null when it covers nothing.</returns>
    public static (DateTimeOffset From, DateTimeOffset To)? Of(IReadOnlyList<KnownRun> complete, TimeSpan? memory)
    {
        if (complete.Count == 0 || memory is not { } back)
        {
            return null;
        }

        var from = complete[^1].At - back;

        // A run that remembers back to the one before it leaves no gap.
        for (var index = complete.Count - 2; index >= 0 && complete[index].At >= from; index--)
        {
            from = complete[index].At - back < from ? complete[index].At - back : from;
        }

        return (from, complete[^1].At);
    }
}
