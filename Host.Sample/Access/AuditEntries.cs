using Host.Sample.Database;

namespace Host.Sample.Access;

/// <summary>Some entries, and how many there are in all.</summary>
public sealed record AuditEntries(int Total, IReadOnlyList<AuditEntry> Entries);
