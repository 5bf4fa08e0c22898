namespace Host.Sample.EndpointServers;

/// <summary>A feature that an installed plugin offers, and whether it is enabled on an endpoint server.</summary>
public sealed record FeatureStatus(string PluginId, string Feature, string Version, bool IsEnabled);
