using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace Plugin.Orchard;

/// <summary>The entry: an orchard that grows inside the plugin, so that hosts can be tried without any product.</summary>
public sealed class OrchardPlugin : IConnectorPlugin
{
    /// <inheritdoc/>
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<IConnector, OrchardConnector>();
}
