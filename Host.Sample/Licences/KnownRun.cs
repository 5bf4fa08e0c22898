namespace Host.Sample.Licences;

/// <summary>A published run.</summary>
/// <param name="Id">Which.</param>
/// <param name="At">When it began.</param>
/// <param name="IsPruned">Whether retention took away what only it saw.</param>
internal sealed record KnownRun(long Id, DateTimeOffset At, bool IsPruned = false);
