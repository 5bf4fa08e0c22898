using Host.Sample.Connectors;

namespace Host.Sample.Runs.Health;

/// <summary>How a connector fares, and what to do about it. Holds nothing secret.</summary>
public sealed record ConnectorHealth
{
    /// <summary>The worst of the findings; without one, <see cref="HealthState.Good"/> or <see cref="HealthState.Unknown"/>.</summary>
    public required HealthState State { get; init; }

    /// <summary>What is wrong or about to be, the worst first.</summary>
    public required IReadOnlyList<HealthFinding> Findings { get; init; }

    public required TokenHealth Token { get; init; }

    /// <summary>What its token may, then and now; null: nobody was told, or the service does not say.</summary>
    public ScopeDrift? Scopes { get; init; }

    /// <summary>The last run that was published; null: none.</summary>
    public long? LastPublishedRunId { get; init; }

    public DateTimeOffset? LastPublishedAt { get; init; }

    /// <summary>When the service last gave an answer, to a run or to a check; null: never as far as is known.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>What the service said when it was last asked, since this process began; null: nobody has asked.</summary>
    public ConnectorCheck? LastCheck { get; init; }
}

/// <summary>Something about a connector that should be looked at.</summary>
/// <param name="State">How bad it is.</param>
/// <param name="Code">A stable word.</param>
/// <param name="Message">What it is and what it means.</param>
/// <param name="Fix">What to do.</param>
/// <param name="RunId">The run that told it; null: none did.</param>
public sealed record HealthFinding(HealthState State, string Code, string Message, string Fix, long? RunId = null);

/// <summary>What is known of a token without showing it.</summary>
/// <param name="State">What there is.</param>
/// <param name="SetAt">When it was typed in or granted; null: not known.</param>
/// <param name="SetBy">Who of this host typed it in or asked for the consent; null: not known.</param>
/// <param name="ExpiresAt">When it ends; null: it does not, or only the service knows.</param>
/// <param name="IsRenewable">Whether it is renewed by itself.</param>
/// <param name="RenewedAt">When it was last renewed by itself; null: not since it was granted.</param>
public sealed record TokenHealth(TokenState State, DateTimeOffset? SetAt, string? SetBy, DateTimeOffset? ExpiresAt, bool IsRenewable, DateTimeOffset? RenewedAt);

/// <summary>The scopes of a token: needed, now, and when it was granted.</summary>
/// <param name="Now">What it has.</param>
/// <param name="NowAt">When the service said so.</param>
/// <param name="Lost">Scopes that it had when it was first told after the token was set, and has no longer.</param>
/// <param name="Gained">Scopes that came since.</param>
/// <param name="Missing">Scopes that the chosen streams need and it lacks.</param>
/// <param name="Unused">Scopes that it has and nothing uses.</param>
public sealed record ScopeDrift(IReadOnlyList<string> Now, DateTimeOffset NowAt, IReadOnlyList<string> Lost, IReadOnlyList<string> Gained, IReadOnlyList<string> Missing, IReadOnlyList<string> Unused);
