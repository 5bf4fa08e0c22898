using System.Text.Json;
using Host.Sample.Connectors;
using Host.Sample.Database;
using Host.Sample.Licences;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Settings;
using Plugin.Conformance.Bench;
using Plugin.Orchard;

namespace Host.Sample.Tests.Runs;

/// <summary>Opens connectors of the orchard, or of any other connector object, in the test's own process.</summary>
/// <param name="plugin">The connector; by default the orchard's.</param>
/// <param name="clock">The plugin's clock.</param>
public sealed class OrchardOpener(IConnector? plugin = null, TimeProvider? clock = null) : IConnectorOpener, IConnectorDescriber
{
    /// <summary>Called before each page of the plugin's; may throw or cancel.</summary>
    public Action<string, int>? BeforePage { get; init; }

    /// <summary>What the connectors that it opens say of themselves.</summary>
    public async Task<ConnectorDescription> DescribeAsync(string pluginId, CancellationToken cancellationToken)
    {
        ServiceCollection services = new();
        new OrchardPlugin().ConfigureServices(services);
        await using var provider = services.BuildServiceProvider();

        return (plugin ?? provider.GetRequiredService<IConnector>()).Describe();
    }

    public Task RequireEnabledAsync(Connector connector, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<OpenConnector> OpenAsync(Connector connector, IRunRows rows, IWaitObserver waits, ILogger logger, CancellationToken cancellationToken)
    {
        ServiceCollection services = new();
        new OrchardPlugin().ConfigureServices(services);
        var provider = services.BuildServiceProvider();
        var opened = plugin ?? provider.GetRequiredService<IConnector>();
        HttpClient http = new();
        ConnectorContext context = new()
        {
            Settings = new(JsonSerializer.Deserialize<Dictionary<string, string>>(connector.SettingsJson)!, [new("token", new("orchard-token"))]),
            Http = http,
            Logger = logger,
            Clock = clock ?? TimeProvider.System,
            Credentials = new NoCredentials(),
            Shared = new MemorySharedValues(clock ?? TimeProvider.System),
            Rows = rows,
            Waits = waits,
        };
        PluginManifest manifest = new()
        {
            Id = connector.PluginId,
            Name = "Orchard",
            Version = "1.0.0",
            ContractVersion = ContractVersion.Current,
            EntryAssembly = "Plugin.Orchard.dll",
            EntryType = typeof(OrchardPlugin).FullName!,
            Feature = "Orchard",
        };

        return Task.FromResult(new OpenConnector(
            BeforePage is null ? opened : new WatchedConnector(opened, BeforePage),
            context,
            opened.Describe(),
            manifest,
            async () =>
            {
                http.Dispose();
                await provider.DisposeAsync();
            }));
    }

    private sealed class NoCredentials : ICredentialStore
    {
        public Task<Credential?> ReadAsync(CancellationToken cancellationToken) => Task.FromResult<Credential?>(null);

        public Task<Credential> RenewAsync(Func<Credential, CancellationToken, Task<Credential>> renew, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("There is no stored credential.");
    }
}
