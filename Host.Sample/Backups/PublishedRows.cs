namespace Host.Sample.Backups;

/// <summary>The rows of a connector's published run.</summary>
/// <param name="Connector">The connector's name.</param>
/// <param name="RunId">The run.</param>
/// <param name="Streams">How many streams were compared.</param>
/// <param name="Rows">How many rows they have.</param>
/// <param name="Altered">Streams whose rows are not those that the run left.</param>
public sealed record PublishedRows(string Connector, long RunId, int Streams, long Rows, IReadOnlyList<string> Altered);
