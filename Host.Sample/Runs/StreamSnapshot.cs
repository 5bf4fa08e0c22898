using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>A stream of a run as it stands at a moment.</summary>
public sealed record StreamSnapshot
{
    public required string StreamId { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Name { get; init; }

    public required StreamState State { get; init; }

    /// <summary>Rows taken so far.</summary>
    public long Rows { get; init; }

    public int Pages { get; init; }

    public int Calls { get; init; }

    /// <summary>Time since it began, until its end.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>How much of <see cref="Elapsed"/> it waited for the service's pace.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>Set while it waits.</summary>
    public DateTimeOffset? WaitingUntil { get; init; }

    /// <summary>Why it waits.</summary>
    public string? WaitReason { get; init; }

    public string? Message { get; init; }

    public string? Fix { get; init; }

    internal StreamSnapshot After(TimeSpan passed, DateTimeOffset now) => State is not StreamState.Running
        ? this
        : this with { Elapsed = Elapsed + passed, WaitingUntil = WaitingUntil > now ? WaitingUntil : null, WaitReason = WaitingUntil > now ? WaitReason : null };
}
