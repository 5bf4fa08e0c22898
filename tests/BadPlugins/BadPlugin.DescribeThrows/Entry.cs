using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.DescribeThrows;

/// <summary>A plugin whose connector cannot say what it is.</summary>
public sealed class Entry : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<IConnector, SpeechlessConnector>();
}
