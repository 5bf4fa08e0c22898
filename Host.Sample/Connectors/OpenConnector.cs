using Host.Sample.Privacy;
using Plugin.Abstractions;

namespace Host.Sample.Connectors;

/// <summary>A connector ready to be called: plugin loaded and leased, settings and secrets read, way out made. Disposing ends all of it.</summary>
/// <param name="connector">The plugin's connector.</param>
/// <param name="context">What it is called with.</param>
/// <param name="description">What this version of the plugin says of itself.</param>
/// <param name="manifest">Its manifest.</param>
/// <param name="close">Ends all of it.</param>
/// <param name="ended">Told how a run ended: whether it is published, and what the plugin did wrong.</param>
public sealed class OpenConnector(
    IConnector connector, ConnectorContext context, ConnectorDescription description, PluginManifest manifest, Func<ValueTask> close, Action<bool, string?>? ended = null) : IAsyncDisposable
{
    public IConnector Connector { get; } = connector;

    public ConnectorContext Context { get; } = context;

    public ConnectorDescription Description { get; } = description;

    public PluginManifest Manifest { get; } = manifest;

    /// <summary>What of its rows may be stored.</summary>
    public PrivacyFilter Privacy { get; init; } = PrivacyFilter.Usual;

    /// <summary>Tells how a run ended that was collected with it.</summary>
    /// <param name="isPublished">Whether it is published.</param>
    /// <param name="ownFault">What the plugin did wrong; null: nothing.</param>
    public void RunEnded(bool isPublished, string? ownFault) => ended?.Invoke(isPublished, ownFault);

    public ValueTask DisposeAsync() => close();
}
