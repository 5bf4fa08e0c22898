using Host.Sample.Database;

namespace Host.Sample.Runs;

/// <summary>What going back to a run would do.</summary>
/// <param name="RunId">The run that readers would see.</param>
/// <param name="Connector">The connector's name.</param>
/// <param name="PublishedRunId">The run that readers see now.</param>
/// <param name="TakenBack">The runs that would be taken back, the latest first.</param>
public sealed record RollBackPlan(long RunId, string Connector, long PublishedRunId, IReadOnlyList<TakenBackRun> TakenBack);

/// <summary>A run that would be taken back.</summary>
/// <param name="RunId">Its number.</param>
/// <param name="State">Published or held.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record TakenBackRun(long RunId, RunState State, DateTimeOffset? StartedAt);
