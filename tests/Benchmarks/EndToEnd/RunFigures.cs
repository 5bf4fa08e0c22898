namespace Benchmarks.EndToEnd;

/// <summary>What one run of the host came to.</summary>
/// <param name="Received">Records that the service sent.</param>
/// <param name="Written">Rows added, changed or removed.</param>
/// <param name="Run">From the run's beginning to its end, as the host noted it.</param>
/// <param name="Whole">From the start of the process to its end.</param>
/// <param name="Processor">Processor time of the host's process.</param>
/// <param name="Sandbox">Processor time of the sandbox meanwhile.</param>
/// <param name="PeakBytes">The most memory that the host's process had at once.</param>
internal sealed record RunFigures(long Received, long Written, TimeSpan Run, TimeSpan Whole, TimeSpan Processor, TimeSpan Sandbox, long PeakBytes);
