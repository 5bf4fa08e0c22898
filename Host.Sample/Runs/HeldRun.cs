namespace Host.Sample.Runs;

/// <summary>A run that waits for a person's decision.</summary>
/// <param name="RunId">Its number.</param>
/// <param name="ConnectorId">Whose.</param>
/// <param name="Connector">The connector's name.</param>
/// <param name="Losses">What the change guard holds it for, each in a sentence.</param>
/// <param name="EndedAt">Since when.</param>
public sealed record HeldRun(long RunId, int ConnectorId, string Connector, IReadOnlyList<string> Losses, DateTimeOffset? EndedAt);
