using System.Globalization;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.EndpointServers;
using Host.Sample.Plugins;
using Host.Sample.Runs;

namespace Host.Sample.Web.Glance;

/// <summary>What lies between a new host and its first inventory, step by step.</summary>
public sealed class FirstSteps(FeatureService features, ConnectorService connectors, ConnectorDescriptions descriptions, RunService runs, HostOptions options)
{
    /// <summary>The steps in their order.</summary>
    public async Task<IReadOnlyList<FirstStep>> ListAsync(CancellationToken cancellationToken)
    {
        var enabled = (await features.ListAsync(options.EndpointServer, cancellationToken)).Where(feature => feature.IsEnabled).ToList();
        var made = await connectors.ListAsync(cancellationToken);
        var history = await runs.ListAsync(null, 1, cancellationToken);
        var latest = history.Count > 0 ? history[0] : null;
        var list = made.Count > 0 ? $"/connectors/{made[0].PluginId}" : enabled.Count > 0 ? $"/connectors/{enabled[0].PluginId}" : "/endpoint-servers";
        var isAuthorized = false;

        foreach (var connector in made)
        {
            isAuthorized |= await IsAuthorizedAsync(connector, cancellationToken);
        }

        return
        [
            new("Enable a feature", $"Administration, Endpoint Servers, '{options.EndpointServer}', Properties, Features", "/endpoint-servers", enabled.Count > 0),
            new("Make a connector", "Name it and say how its service is reached", list, made.Count > 0),
            new("Authorize it", "Consent on the service's own page, or a token typed in", made.Count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{list}/{made[0].Id}") : list, isAuthorized),
            new("Run it for the first time", Hint(latest), latest is null ? "/runs" : $"/runs/{latest.Id}", made.Any(connector => connector.PublishedRunId is not null)),
        ];
    }

    private static string Hint(Run? latest) => latest?.State switch
    {
        null => "Run now, on the page Runs",
        RunState.Queued or RunState.Running => $"Run {latest.Id} is at work",
        RunState.Published => $"Run {latest.Id} is published",
        RunState.Held => $"Run {latest.Id} is held; its page says why",
        _ => $"Run {latest.Id} has brought nothing; its page says why",
    };

    private async Task<bool> IsAuthorizedAsync(ConnectorView connector, CancellationToken cancellationToken)
    {
        if (connector.IsAuthorized)
        {
            return true;
        }

        try
        {
            var authorization = (await descriptions.GetAsync(connector.PluginId, cancellationToken)).Authorization;

            return authorization is null || connector.SecretsSet.Contains(authorization.TokenSetting);
        }
        catch (HostException)
        {
            // The plugin cannot be asked; its page says so.
            return false;
        }
    }
}
