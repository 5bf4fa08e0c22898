using Host.Sample.Connectors;
using Host.Sample.Packages;
using Host.Sample.Plugins;
using Host.Sample.Runs;
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
        plugins.MapPost("/{id}/use", UseAsync)
            .WithName("UsePluginVersion").WithSummary("Makes a version the one that takes new work; 'newest' for the newest good one. What is at work ends on the version it began with.");
        plugins.MapPost("/{id}/rollback", RollBackAsync)
            .WithName("RollBackPlugin").WithSummary("Goes back to the version that served before, at once.");
        plugins.MapPost("/{id}/versions/{version}/release", ReleaseAsync)
            .WithName("ReleasePluginVersion").WithSummary("Lets a version in again that was taken out, and tries it.");
        plugins.MapPost("/{id}/versions/{version}/shadow", (string id, string version, ShadowBody body, ShadowRuns runs, CancellationToken cancellationToken) => runs.RunAsync(id, version, body.Connector, cancellationToken))
            .WithName("ShadowPluginVersion").WithSummary("Lets a version collect beside the one that serves and compares what both bring; answers when both have ended, and publishes nothing.");
        plugins.MapPut("/{id}/isolation", IsolateAsync)
            .WithName("IsolatePlugin").WithSummary("Lets a plugin run in processes of its own, or in the host's again.");
    }

    private static async Task<PluginView> UseAsync(string id, UseBody body, PluginVersions versions, CancellationToken cancellationToken) =>
        new(await versions.UseAsync(id, body.Version, cancellationToken));

    private static async Task<PluginView> RollBackAsync(string id, PluginVersions versions, CancellationToken cancellationToken) =>
        new(await versions.RollBackAsync(id, cancellationToken));

    private static async Task<PluginView> ReleaseAsync(string id, string version, PluginVersions versions, CancellationToken cancellationToken) =>
        new(await versions.ReleaseAsync(id, version, cancellationToken));

    private static async Task<PluginView> IsolateAsync(string id, IsolationBody body, PluginVersions versions, CancellationToken cancellationToken) =>
        new(await versions.IsolateAsync(id, body.IsIsolated, cancellationToken));

    private static async Task<IEnumerable<PluginView>> ListAsync(LoadedPlugins plugins, CancellationToken cancellationToken) =>
        (await plugins.ListAsync(cancellationToken)).Select(plugin => new PluginView(plugin));

    private static async Task<PluginDescription> DescribeAsync(string id, PluginSetups setups, CancellationToken cancellationToken)
    {
        var setup = await setups.GetAsync(id, cancellationToken);

        return new(new(setup.Plugin), setup.Description, setup.RedirectUri?.AbsoluteUri, setup.Link?.AbsoluteUri);
    }

    internal sealed record UseBody(string Version);

    internal sealed record ShadowBody(string Connector);

    internal sealed record IsolationBody(bool IsIsolated);

    internal sealed record PluginView(
        string Id, string Version, PluginState State, string? Reason, string? Fix, PackageTrust? Trust, string? IsolatedBecause, string? Change, PluginManifest? Manifest)
    {
        public PluginView(InstalledPlugin plugin)
            : this(plugin.Id, plugin.Version, plugin.State, plugin.Reason, plugin.Fix, plugin.Trust, plugin.IsolatedBecause, plugin.Change, plugin.Manifest)
        {
        }
    }

    internal sealed record PluginDescription(PluginView Plugin, ConnectorDescription Description, string? RedirectUri, string? SetupLink);
}
