using Host.Sample.Plugins;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Host.Sample.Connectors;

public static class ConnectorServices
{
    public static IServiceCollection AddConnectors(this IServiceCollection services, HostOptions options) => services
        .AddSecretVault(options)
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

    /// <summary>What encrypts secrets, and the keys for it.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Usage"/>: the certificate for the keys cannot be used.</exception>
    public static IServiceCollection AddSecretVault(this IServiceCollection services, HostOptions options)
    {
        var protection = services.AddDataProtection().SetApplicationName("connector-host");

        if (options.KeyCertificate is { } file)
        {
            var certificate = KeyCertificate.Load(file, options.KeyCertificatePassword);
            protection.ProtectKeysWithCertificate(certificate).UnprotectKeysWithAnyCertificate(certificate);
        }
        else if (OperatingSystem.IsWindows() && options.SharedKeys is null)
        {
            // For this account on this machine: of no use to a host elsewhere.
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
