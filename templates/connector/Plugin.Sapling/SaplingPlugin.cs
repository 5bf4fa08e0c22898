using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace Plugin.Sapling;

/// <summary>The entry: the type that plugin.json names, and the only public one.</summary>
public sealed class SaplingPlugin : IConnectorPlugin
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<IConnector, SaplingConnector>();
}
