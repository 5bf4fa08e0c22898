using Host.Sample.Access;
using Host.Sample.Isolation;
using Host.Sample.Logs;
using Host.Sample.Plugins;
using Microsoft.Extensions.DependencyInjection;

namespace Host.Sample.Tests.Plugins;

/// <summary>The rooms that plugins live in, over a test's own folders; a second one over the same folders is a second process.</summary>
internal sealed class PluginRooms : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public PluginRooms(HostOptions options, TimeProvider? clock = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(options)
            .AddSingleton(clock ?? TimeProvider.System)
            .AddSingleton<KnownSecrets>()
            .AddSingleton(new CurrentActor(Actor.CommandLine))
            .AddLogging()
            .AddPlugins()
            .AddIsolation();
        configure?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public LoadedPlugins Plugins => Get<LoadedPlugins>();

    public PluginCatalog Catalog => Get<PluginCatalog>();

    public PluginRecords Records => Get<PluginRecords>();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
