using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;

namespace BadPlugin.StrayThread;

/// <summary>A plugin that starts a thread of its own, against the rules, and lets an exception loose there: by itself that ends a process.</summary>
public sealed class Entry : IConnectorPlugin
{
    public void ConfigureServices(IServiceCollection services)
    {
        Thread stray = new(() => throw new InvalidOperationException("Nobody can catch this."));
        stray.Start();
        stray.Join();
    }
}
