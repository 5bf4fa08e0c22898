namespace Host.Sample.Access;

/// <summary>An access key as anybody may see it: never the key itself.</summary>
public sealed record AccessKeyView(int Id, string Name, AccessRole Role, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt, bool IsExpired);
