using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Plugins;

/// <summary>A connector's questions that need no service, each with a deadline; what it throws or gives comes back as the host's own.</summary>
public sealed class AskedConnector(IConnector connector, TimeProvider clock)
{
    public Task<ConnectorDescription> DescribeAsync(CancellationToken cancellationToken) =>
        PluginDeadline.RunAsync("describe itself", () => DescriptionCopy.Of(connector.Describe()), clock, cancellationToken);

    public Task<IReadOnlyList<SettingProblem>> ValidateAsync(SettingValues settings, CancellationToken cancellationToken) =>
        PluginDeadline.RunAsync<IReadOnlyList<SettingProblem>>("check settings", () => DescriptionCopy.Copy(connector.Validate(settings)), clock, cancellationToken);
}
