using Microsoft.Extensions.DependencyInjection;
using Plugin.Orchard;

namespace Plugin.Abstractions.Tests.Kit;

/// <summary>The orchard, with one promise broken.</summary>
internal sealed class Liar(Lie lie) : IConnectorPlugin
{
    private int _number;

    public IConnectorPlugin Self() => this;

    public int NextNumber() => Interlocked.Increment(ref _number);

    public void ConfigureServices(IServiceCollection services)
    {
        ServiceCollection own = [];
        new OrchardPlugin().ConfigureServices(own);
        services.AddSingleton<IConnector>(_ => new LyingConnector(own.BuildServiceProvider().GetRequiredService<IConnector>(), lie, this));
    }
}
