using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Plugin.Abstractions;
using Plugin.Slack.Api;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>The plugin's entry: puts its rooms together.</summary>
public sealed class SlackPlugin : IConnectorPlugin
{
    /// <inheritdoc/>
    [SuppressMessage("Security", "CA5394", Justification = "Spreads retries; nothing is secured by it.")]
    public void ConfigureServices(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.AddSingleton(typeof(Lazy<>), typeof(Later<>));
        services.AddSingleton<Func<double>>(static () => Random.Shared.NextDouble());
        services.AddSingleton<SlackErrors>();
        services.AddSingleton<MethodPacers>();
        services.AddSingleton<SlackScopes>();
        services.AddSingleton<SlackAppManifest>();
        services.AddSingleton<SlackSettingsValidator>();
        services.AddSingleton<SlackSessions>();
        services.AddSingleton<SlackAuthorization>();
        services.AddSingleton<HealthWatch>();
        services.AddSingleton<SlackPreflight>();
        services.AddSingleton<SlackStreams>();
        services.AddSingleton<IConnector, SlackConnector>();
    }
}
