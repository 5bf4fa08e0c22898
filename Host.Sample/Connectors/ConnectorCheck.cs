namespace Host.Sample.Connectors;

/// <summary>What a service said when it was last asked what a run would get.</summary>
/// <param name="View">What it said.</param>
/// <param name="At">When.</param>
/// <param name="Revision">The connector's revision then; a later one may get something else.</param>
public sealed record ConnectorCheck(PreflightView View, DateTimeOffset At, int Revision);
