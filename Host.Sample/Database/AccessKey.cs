using Host.Sample.Access;

namespace Host.Sample.Database;

/// <summary>A key that opens the web door, by its hash.</summary>
public sealed class AccessKey
{
    public int Id { get; set; }

    public required string Name { get; set; }

    public AccessRole Role { get; set; }

    /// <summary>SHA-256 of the key, hex.</summary>
    public required string Hash { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public required string CreatedBy { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
