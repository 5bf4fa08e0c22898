using Host.Sample.Plugins;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Host.Sample.Connectors;

public static class ConnectorServices
{
    public static IServiceCollection AddConnectors(this IServiceCollection services) => services
        .AddSecretVault()
        .AddSingleton<OutboundGate>()
        .AddSingleton<IVersionCheck, SettingsCheck>()
        .AddSingleton<CallbackAddress>()
        .AddSingleton<LastChecks>()
        .AddSingleton<DraftCheck>()
        .AddSingleton<AuthorizationGrants>()
        .AddSingleton<SampleSandboxes>()
        .AddSingleton<ConnectorOpener>()
        .AddSingleton<IConnectorOpener>(provider => provider.GetRequiredService<ConnectorOpener>())
        .AddSingleton<ConnectorService>()
        .AddSingleton<ConnectorDrafts>()
        .AddSingleton<AuthorizationService>()
        .AddSingleton<ConsentLinks>()
        .AddSingleton<PluginSetups>()
        .AddSingleton<GrantedScopesReader>()
        .AddSingleton<ScopeAdvisor>()
        .AddSingleton<Applications>()
        .AddSingleton<SampleConnectors>();

    /// <summary>What encrypts secrets, and the keys for it in the data folder.</summary>
    public static IServiceCollection AddSecretVault(this IServiceCollection services)
    {
        var protection = services.AddDataProtection().SetApplicationName("connector-host");

        if (OperatingSystem.IsWindows())
        {
            protection.ProtectKeysWithDpapi();
        }

        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(keys =>
            keys.XmlRepository = new FileSystemXmlRepository(KeyFolder(provider.GetRequiredService<HostOptions>()), provider.GetRequiredService<ILoggerFactory>())));

        return services.AddSingleton<SecretVault>();
    }

    private static DirectoryInfo KeyFolder(HostOptions options)
    {
        var path = options.KeyFolder;

        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
