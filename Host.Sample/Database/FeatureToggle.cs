namespace Host.Sample.Database;

/// <summary>Whether a plugin's feature is enabled on an endpoint server. No row means disabled.</summary>
public sealed class FeatureToggle
{
    public int EndpointServerId { get; set; }

    public required string PluginId { get; set; }

    public bool IsEnabled { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
