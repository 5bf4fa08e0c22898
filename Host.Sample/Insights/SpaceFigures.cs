namespace Host.Sample.Insights;

/// <summary>Spaces in use, by owner and traffic.</summary>
/// <param name="Stream">The stream that they come from, by its name for people.</param>
/// <param name="InUse">All of them.</param>
/// <param name="Counts">How many of each; without those that there are none of.</param>
/// <param name="WhyOwnersUnknown">Why owners cannot be told; null when they can.</param>
/// <param name="WhyTrafficUnknown">Why quiet spaces cannot be told, with what to do; null when they can.</param>
/// <param name="TrafficFrom">The streams that show traffic, by their names for people.</param>
public sealed record SpaceFigures(string Stream, long InUse, IReadOnlyList<SpaceCount> Counts, string? WhyOwnersUnknown, string? WhyTrafficUnknown, IReadOnlyList<string> TrafficFrom)
{
    public long Count(OwnerState owner) => Counts.Where(count => count.Owner == owner).Sum(count => count.Count);

    public long Count(TrafficState traffic) => Counts.Where(count => count.Traffic == traffic).Sum(count => count.Count);
}

/// <summary>Spaces of an owner's state and a traffic.</summary>
public sealed record SpaceCount(OwnerState Owner, TrafficState Traffic, long Count);
