using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.DescribeHangs;

/// <summary>A plugin whose connector never answers.</summary>
public sealed class Entry : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services) => services.AddSingleton<IConnector, SleepingConnector>();
}
