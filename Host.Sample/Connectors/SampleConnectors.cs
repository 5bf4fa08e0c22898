using Host.Sample.Access;
using Host.Sample.Plugins;
using Plugin.Abstractions;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Connectors;

/// <summary>Connectors to try a plugin with: their service is the plugin's own sandbox, which this process starts.</summary>
public sealed class SampleConnectors(ConnectorService connectors, ConnectorDescriptions descriptions, PluginCatalog catalog, SampleSandboxes sandboxes, CurrentActor current, HostOptions options)
{
    /// <summary>Makes the plugin's sample connector, or points the one that is there to the sandbox that runs.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.NotAllowed"/>, <see cref="HostProblem.FeatureDisabled"/>, <see cref="HostProblem.PluginUnavailable"/>.</exception>
    public async Task<ConnectorView> PrepareAsync(string pluginId, CancellationToken cancellationToken)
    {
        current.Require(AccessRole.Administrator);
        var all = await connectors.ListAsync(cancellationToken);
        var sandbox = await sandboxes.EnsureAsync(pluginId, cancellationToken);

        if (all.FirstOrDefault(connector => connector.PluginId == pluginId && connector.SandboxOrigin is not null) is { } known)
        {
            return known.SandboxOrigin == sandbox.Origin ? known : await connectors.GetAsync((await sandboxes.PointAsync(known.Id, sandbox, cancellationToken)).Name, cancellationToken);
        }

        var name = Free($"{catalog.Require(pluginId).Manifest!.Name} sample", [.. all.Select(connector => connector.Name)]);
        var draft = Draft(name, pluginId, options.EndpointServer, sandbox, await descriptions.GetAsync(pluginId, cancellationToken));

        return await connectors.AddAsync(draft, cancellationToken);
    }

    /// <summary>A connector to a sandbox, as it is to be saved.</summary>
    internal static ConnectorDraft Draft(string name, string pluginId, string endpointServer, SandboxProcess sandbox, ConnectorDescription description)
    {
        var secrets = sandbox.Ready.Settings.ToLookup(value => description.Settings.Any(setting => setting.Name == value.Key && setting.Kind is SettingKind.Secret));

        return new()
        {
            Name = name,
            Description = "Sample data of the plugin's own sandbox.",
            PluginId = pluginId,
            EndpointServer = endpointServer,
            Texts = secrets[false].ToDictionary(value => value.Key, value => (string?)value.Value),
            Secrets = secrets[true].ToDictionary(value => value.Key, value => (string?)value.Value),
            SandboxOrigin = sandbox.Origin,
        };
    }

    // Somebody's own connector may have that name by chance; it is left alone.
    private static string Free(string name, HashSet<string> taken)
    {
        var free = name;

        for (var number = 2; taken.Contains(free, StringComparer.OrdinalIgnoreCase); number++)
        {
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} {number}");
        }

        return free;
    }
}
