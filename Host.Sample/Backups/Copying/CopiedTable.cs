namespace Host.Sample.Backups.Copying;

/// <summary>A table that was copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Rows in the file.</param>
/// <param name="Copied">Rows in the database; null when nothing was copied.</param>
/// <param name="IsSame">Whether the database gives the same rows back, byte for byte; null when nothing was copied.</param>
public sealed record CopiedTable(string Name, long Rows, long? Copied, bool? IsSame);
