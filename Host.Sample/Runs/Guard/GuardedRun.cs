using Host.Sample.Database;
using Host.Sample.Runs.Proof;

namespace Host.Sample.Runs.Guard;

/// <summary>What the guard looks at of a run.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Figures">Its accounts and seats.</param>
/// <param name="Streams">Its streams with their states and rows.</param>
public sealed record GuardedRun(long RunId, RunFigures Figures, IReadOnlyList<StreamRun> Streams);
