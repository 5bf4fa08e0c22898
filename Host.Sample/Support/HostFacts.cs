using System.Globalization;
using System.Runtime.InteropServices;
using Host.Sample.Plugins;

namespace Host.Sample.Support;

/// <summary>What the host and its plugins are.</summary>
internal static class HostFacts
{
    public static object OfHost(HostOptions options, BundleRedaction redaction, DateTimeOffset now) => new
    {
        Version = typeof(HostFacts).Assembly.GetName().Version?.ToString(),
        Contract = typeof(global::Plugin.Abstractions.IConnector).Assembly.GetName().Version?.ToString(),
        System = RuntimeInformation.OSDescription,
        Architecture = RuntimeInformation.ProcessArchitecture,
        Runtime = RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount,
        MemoryBytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        Culture = CultureInfo.CurrentCulture.Name,
        MadeAt = redaction.Date(now),
        Options = new
        {
            EndpointServer = redaction.Token("id", options.EndpointServer),
            options.Address.Scheme,
            options.Address.Port,
            IsLoopback = options.Address.IsLoopback,
            HasPublicAddress = options.PublicAddress is not null,
            AllowedOrigins = options.AllowedOrigins.Count,
            options.AllowRemoteHttp,
            options.TrustPolicy,
            TrustedCertificates = options.TrustedCertificates.Count,
            options.PluginMemoryBytes,
        },
    };

    public static object OfPlugin(InstalledPlugin plugin, BundleRedaction redaction) => new
    {
        plugin.Id,
        plugin.Version,
        plugin.State,
        Reason = redaction.Text(plugin.Reason),
        Fix = redaction.Text(plugin.Fix),
        Trust = plugin.Trust?.Level,
        IsIsolated = plugin.IsolatedBecause is not null,
        ContractVersion = plugin.Manifest?.ContractVersion.ToString(),
    };
}
