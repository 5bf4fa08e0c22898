namespace Host.Sample.Runs.Trend;

/// <summary>Accounts and seats as of one published run. Null is unknown: the columns do not tell, or the run did not have the whole stream.</summary>
/// <param name="RunId">The run.</param>
/// <param name="At">When readers first saw it.</param>
/// <param name="IsPruned">Whether its rows are gone; the figures stay.</param>
/// <param name="Accounts">All accounts.</param>
/// <param name="ActiveAccounts">Accounts that are not deactivated.</param>
/// <param name="SeatsBilled">Seats that are charged for.</param>
/// <param name="SeatsNotBilled">Seats that are not.</param>
/// <param name="SeatsUnknown">Seats of which the service does not say.</param>
/// <param name="Remarks">Why something is unknown.</param>
public sealed record TrendPoint(
    long RunId, DateTimeOffset At, bool IsPruned, long? Accounts, long? ActiveAccounts, long? SeatsBilled, long? SeatsNotBilled, long? SeatsUnknown, IReadOnlyList<string> Remarks);
