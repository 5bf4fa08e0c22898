using System.Globalization;
using System.Text.Json;
using Host.Sample.Database;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs;

/// <summary>The calls that a run is expected to make, and how long they take at the rates that the service allows.</summary>
/// <param name="Estimates">One a stream and method.</param>
public sealed record RunBudget(IReadOnlyList<CallEstimate> Estimates)
{
    public static RunBudget None { get; } = new([]);

    /// <summary>All calls expected.</summary>
    public long Calls => Estimates.Sum(estimate => estimate.Calls);

    /// <summary>The shortest time that the run can take: that of the method that takes longest, since methods do not wait for each other. Null: no method has a limit.</summary>
    public TimeSpan? Shortest => Methods().Max(method => method.Time);

    public static RunBudget Of(Run run) => run.EstimatesJson is "[]" ? None : new(JsonSerializer.Deserialize<List<CallEstimate>>(run.EstimatesJson) ?? []);

    /// <summary>The method that takes longest.</summary>
    public string? Slowest => Methods().Where(method => method.Time is not null).OrderByDescending(method => method.Time).FirstOrDefault().Name;

    /// <summary>The calls expected of a stream; null: nobody knows.</summary>
    public long? CallsOf(string streamId) => Estimates.Any(estimate => estimate.StreamId == streamId) ? Estimates.Where(estimate => estimate.StreamId == streamId).Sum(estimate => estimate.Calls) : null;

    /// <summary>How long a running stream may still take by the rates of its methods; null: it has none, or has made all its calls.</summary>
    public StreamForecast? Left(StreamSnapshot stream, IReadOnlyList<StreamSnapshot> all)
    {
        var slowest = Estimates
            .Where(estimate => estimate.StreamId == stream.StreamId && estimate.CallsPerMinute is > 0)
            .Select(estimate => (estimate.Method, Calls: Remaining(estimate.Method, all), Rate: estimate.CallsPerMinute!.Value))
            .OrderByDescending(method => method.Calls / method.Rate)
            .FirstOrDefault();

        return slowest.Calls == 0
            ? null
            : new(TimeSpan.FromMinutes(slowest.Calls / slowest.Rate), string.Create(CultureInfo.InvariantCulture, $"{slowest.Calls:N0} more calls of {slowest.Method} are expected, {slowest.Rate:0.#} a minute."));
    }

    /// <summary>Calls of a method that are still to be made by all streams that use it.</summary>
    private long Remaining(string method, IReadOnlyList<StreamSnapshot> all)
    {
        var remaining = 0L;

        foreach (var stream in all.Where(stream => stream.State is StreamState.Pending or StreamState.Running))
        {
            // A stream calls its methods in the order of the estimates.
            long made = stream.Calls;

            foreach (var estimate in Estimates.Where(estimate => estimate.StreamId == stream.StreamId))
            {
                var left = Math.Max(0, estimate.Calls - made);
                made = Math.Max(0, made - estimate.Calls);
                remaining += estimate.Method == method ? left : 0;
            }
        }

        return remaining;
    }

    private IEnumerable<(string Name, TimeSpan? Time)> Methods() => Estimates
        .GroupBy(estimate => estimate.Method)
        .Select(method => (method.Key, method.First().CallsPerMinute is > 0 and { } rate ? TimeSpan.FromMinutes(method.Sum(estimate => estimate.Calls) / rate) : (TimeSpan?)null));
}
