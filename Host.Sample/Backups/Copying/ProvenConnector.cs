namespace Host.Sample.Backups.Copying;

/// <summary>A connector whose runs were held against their certificates.</summary>
/// <param name="Connector">Its name.</param>
/// <param name="Runs">Runs whose rows are kept.</param>
/// <param name="RowSets">Row sets that were made again: one a stream of each run.</param>
/// <param name="Rows">Rows in all of them.</param>
/// <param name="IsProven">Whether everything is as certified.</param>
public sealed record ProvenConnector(string Connector, int Runs, int RowSets, long Rows, bool IsProven);
