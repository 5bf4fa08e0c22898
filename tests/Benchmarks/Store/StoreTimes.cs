namespace Benchmarks.Store;

/// <summary>What one run of the store took.</summary>
/// <param name="Fields">Field writing and hashing.</param>
/// <param name="Store">Staging and merge, each in its transactions.</param>
/// <param name="Processor">Processor time of staging and merge, all threads.</param>
internal sealed record StoreTimes(TimeSpan Fields, TimeSpan Store, TimeSpan Processor);
