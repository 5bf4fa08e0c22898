using Host.Sample.Connectors;
using Host.Sample.Packages;
using Host.Sample.Plugins;
using Plugin.Abstractions;

namespace Host.Sample.Api;

internal static class PluginEndpoints
{
    public static void MapPlugins(this IEndpointRouteBuilder api)
    {
        var plugins = api.MapGroup("/plugins").WithTags("Plugins");
        plugins.MapGet("/", ListAsync)
            .WithName("ListPlugins").WithSummary("Every version of every plugin in the plugins folder, with its state and the reason for it.");
        plugins.MapGet("/{id}", DescribeAsync)
            .WithName("DescribePlugin").WithSummary("What a plugin is: its dialog, streams, scopes and how to prepare the service.");
    }

    private static async Task<IEnumerable<PluginView>> ListAsync(LoadedPlugins plugins, CancellationToken cancellationToken) =>
        (await plugins.ListAsync(cancellationToken)).Select(plugin => new PluginView(plugin));

    private static async Task<PluginDescription> DescribeAsync(string id, PluginSetups setups, CancellationToken cancellationToken)
    {
        var setup = await setups.GetAsync(id, cancellationToken);

        return new(new(setup.Plugin), setup.Description, setup.RedirectUri?.AbsoluteUri, setup.Link?.AbsoluteUri);
    }

    internal sealed record PluginView(string Id, string Version, PluginState State, string? Reason, string? Fix, PackageTrust? Trust, PluginManifest? Manifest)
    {
        public PluginView(InstalledPlugin plugin)
            : this(plugin.Id, plugin.Version, plugin.State, plugin.Reason, plugin.Fix, plugin.Trust, plugin.Manifest)
        {
        }
    }

    internal sealed record PluginDescription(PluginView Plugin, ConnectorDescription Description, string? RedirectUri, string? SetupLink);
}
