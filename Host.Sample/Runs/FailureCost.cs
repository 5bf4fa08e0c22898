namespace Host.Sample.Runs;

/// <summary>What calls cost that came to nothing.</summary>
/// <param name="Calls">Calls made, retries included.</param>
/// <param name="Retries">Calls that repeated a failed one.</param>
/// <param name="Throttled">Answers that asked for a slower pace.</param>
/// <param name="Waited">Time spent waiting.</param>
internal sealed record FailureCost(int Calls, int Retries, int Throttled, TimeSpan Waited);
