using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.ThrowingConstructor;

/// <summary>Breaks as soon as it is created.</summary>
public sealed class Entry : IConnectorPlugin
{
    public Entry() => throw new InvalidOperationException("This constructor throws on purpose.");

    public void ConfigureServices(IServiceCollection services) => throw new InvalidOperationException("This is never reached.");
}
