using System.Globalization;
using Host.Sample.Access;
using Host.Sample.Api;
using Host.Sample.Cli;
using Host.Sample.Connectors;
using Host.Sample.Plugins;
using Serilog.Events;

namespace Host.Sample.Demo;

/// <summary>A host with its web door on a free port of the loopback, and beside it a plugin's sandbox that knows the host's callback.</summary>
internal sealed class DemoHost : IAsyncDisposable
{
    private readonly WebDoor _door;

    private DemoHost(HostOptions options, WebDoor door, InstalledPlugin plugin, SandboxProcess sandbox)
    {
        Options = options;
        _door = door;
        Plugin = plugin;
        Sandbox = sandbox;
    }

    public HostOptions Options { get; }

    public InstalledPlugin Plugin { get; }

    public SandboxProcess Sandbox { get; }

    public IServiceProvider Rooms => _door.App.Services;

    /// <exception cref="HostException">As <see cref="WebDoor.StartAsync"/> and <see cref="SandboxProcess.StartAsync"/>; no plugin to try, or several.</exception>
    public static async Task<DemoHost> StartAsync(Invocation called, string? pluginId, int size, CancellationToken cancellationToken)
    {
        var own = called.Options with { Address = new("http://127.0.0.1:0"), PublicAddress = null };
#pragma warning disable CA2000 // Both belong to the host that is given back.
        var door = called.Door(own, LogEventLevel.Fatal, Actor.CommandLine);

        try
        {
            await door.StartAsync(cancellationToken);
            var rooms = door.App.Services;
            rooms.GetRequiredService<StrayExceptions>().Contain();
            var catalog = rooms.GetRequiredService<PluginCatalog>();
            var plugin = catalog.Checked(Choose(catalog, pluginId));
            var callback = rooms.GetRequiredService<CallbackAddress>().For(plugin.Manifest!.AuthorizationCallback ?? "demo");
            var sandbox = await SandboxProcess.StartAsync(
                plugin, callback, ["--size", size.ToString(CultureInfo.InvariantCulture)], rooms.GetRequiredService<TimeProvider>(), cancellationToken);

            return new(own, door, plugin, sandbox);
#pragma warning restore CA2000
        }
        catch
        {
            await door.DisposeAsync();

            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        await _door.StopAsync(CancellationToken.None);
        await _door.DisposeAsync();
    }

    private static InstalledPlugin Choose(PluginCatalog catalog, string? id)
    {
        if (id is not null)
        {
            return catalog.Require(id);
        }

        return catalog.List().Where(plugin => plugin.IsAvailable && plugin.Manifest!.Sandbox is not null).ToList() switch
        {
            [var one] => one,
            [] => throw new HostException(HostProblem.PluginUnavailable, "No plugin here brings a sandbox to try it with.", "See 'plugins list'; build the solution so that a plugin lies in the plugins folder."),
            var several => throw new HostException(
                HostProblem.Usage, "Several plugins can be tried.", $"Choose one with --plugin: {string.Join(", ", several.Select(plugin => plugin.Id))}."),
        };
    }
}
