namespace Host.Sample.Backups;

/// <summary>A backup that was written and found sound.</summary>
/// <param name="Store">The copy.</param>
/// <param name="Keys">The files of keys that were copied; empty when that was not asked for.</param>
public sealed record BackupReport(StoreInspection Store, IReadOnlyList<string> Keys);
