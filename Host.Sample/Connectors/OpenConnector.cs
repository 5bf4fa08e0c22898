using Plugin.Abstractions;

namespace Host.Sample.Connectors;

/// <summary>A connector ready to be called: plugin loaded and leased, settings and secrets read, way out made. Disposing ends all of it.</summary>
public sealed class OpenConnector(IConnector connector, ConnectorContext context, ConnectorDescription description, PluginManifest manifest, Func<ValueTask> close) : IAsyncDisposable
{
    public IConnector Connector { get; } = connector;

    public ConnectorContext Context { get; } = context;

    public ConnectorDescription Description { get; } = description;

    public PluginManifest Manifest { get; } = manifest;

    public ValueTask DisposeAsync() => close();
}
