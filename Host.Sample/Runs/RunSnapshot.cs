using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>A run as it stands at a moment.</summary>
public sealed record RunSnapshot
{
    public required long RunId { get; init; }

    public required RunState State { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }

    /// <summary>The calls expected.</summary>
    public RunBudget Budget { get; init; } = RunBudget.None;

    /// <summary>In the order of the catalogue.</summary>
    public required IReadOnlyList<StreamSnapshot> Streams { get; init; }

    public bool HasEnded => State is not (RunState.Queued or RunState.Running);

    /// <summary>As it stands a while later, if nothing else has happened: times have gone on, waits may be over.</summary>
    public RunSnapshot After(TimeSpan passed, DateTimeOffset now) => this with { Streams = [.. Streams.Select(stream => stream.After(passed, now))] };
}
