using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.RegistersNothing;

/// <summary>A plugin without a connector.</summary>
public sealed class Entry : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services)
    {
        // Registers no connector, on purpose.
    }
}
