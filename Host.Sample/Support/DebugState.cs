namespace Host.Sample.Support;

/// <summary>That debug lines are written, until when, and at whose wish.</summary>
/// <param name="Until">When it ends by itself.</param>
/// <param name="ConnectorId">The one connector whose debug lines are written; null: all are.</param>
/// <param name="Connector">Its name.</param>
/// <param name="By">Who asked for it.</param>
public sealed record DebugState(DateTimeOffset Until, int? ConnectorId, string? Connector, string By);
