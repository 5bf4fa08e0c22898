using Microsoft.Extensions.DependencyInjection;

namespace Plugin.Abstractions;

/// <summary>The entry of a plugin: the one type that the host creates by itself, named by <see cref="PluginManifest.EntryType"/>.</summary>
/// <remarks>
/// <para>Life of a plugin: load → <see cref="ConfigureServices"/> → describe → validate → authorize → preflight → collect → dispose → unload.</para>
/// <para>Must: have a public constructor without parameters that does no work, no I/O and starts no thread; register one <see cref="IConnector"/>.
/// Need not: register a logger, a clock or an <see cref="HttpClient"/>; they come in by <see cref="ConnectorContext"/>.
/// Must not: keep state in statics, start threads or timers that outlive a call, touch process-wide settings; any of these keeps the plugin from being unloaded.</para>
/// <para>The host calls <see cref="ConfigureServices"/> once a session, on any thread, with an empty collection of its own, and disposes the provider
/// built from it when the session ends.</para>
/// </remarks>
public interface IConnectorPlugin
{
    /// <summary>Registers the <see cref="IConnector"/> and what it needs.</summary>
    /// <param name="services">An empty collection that belongs to this session alone.</param>
    void ConfigureServices(IServiceCollection services);
}
