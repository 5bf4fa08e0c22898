namespace Host.Sample.Database;

/// <summary>A secret of a connector, encrypted.</summary>
public sealed class ConnectorSecret
{
    public int ConnectorId { get; set; }

    /// <summary>The setting's name, or <c>$credential</c> for what an authorization granted.</summary>
    public required string Name { get; set; }

    public required byte[] ProtectedValue { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }
}
