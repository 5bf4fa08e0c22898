using Host.Sample.Packages;

namespace Host.Sample;

/// <summary>What the person who starts the host decides.</summary>
public sealed record HostOptions
{
    /// <summary>The folder that holds the store, keys and logs.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder that holds <c>&lt;id&gt;/&lt;version&gt;/plugin.json</c>.</summary>
    public required string PluginsFolder { get; init; }

    /// <summary>The connection string of the PostgreSQL database that is the store; null: a file in the data folder. It holds a password, so it is never shown.</summary>
    public string? Database { get; init; }

    /// <summary>A folder of keys that several hosts share; null: each has its own in its data folder.</summary>
    public string? SharedKeys { get; init; }

    /// <summary>A certificate with its private RSA key, for which new keys are encrypted where they lie; null: the folder's rights, or on Windows the account, are what protects them.</summary>
    public string? KeyCertificate { get; init; }

    /// <summary>What opens that file; never shown.</summary>
    public string? KeyCertificatePassword { get; init; }

    /// <summary>The name of the endpoint server that this process is.</summary>
    public string EndpointServer { get; init; } = "local";

    /// <summary>The address that <c>serve</c> listens on.</summary>
    public Uri Address { get; init; } = new("http://127.0.0.1:5080");

    /// <summary>The address under which browsers reach the host when that is another one (a proxy with TLS); the redirect URI is made from it.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>Origins that plugins may reach besides their manifest's hosts: <c>http://127.0.0.1:4000</c>.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; init; } = [];

    /// <summary>Whether <see cref="Address"/> may be plain http on an address that other machines reach; keys and tokens then travel readable.</summary>
    public bool AllowRemoteHttp { get; init; }

    /// <summary>What is asked of a plugin before any of its code is loaded.</summary>
    public TrustPolicy TrustPolicy { get; init; } = TrustPolicy.Warn;

    /// <summary>Files of certificates (PEM, DER) whose signature, or that of one below them, is trusted.</summary>
    public IReadOnlyList<string> TrustedCertificates { get; init; } = [];

    /// <summary>How much the memory of the process may grow while a plugin works on one page, and how much a process of a plugin's own may use.</summary>
    public long PluginMemoryBytes { get; init; } = Math.Min(1L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2);

    /// <summary>Where metrics and traces are sent by OTLP; null: nowhere, unless the environment's <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says so.</summary>
    public Uri? Otlp { get; init; }

    /// <summary>How long a host that is asked to stop may take: for so much of it as is left, pages in flight are finished.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many runs a serving host executes at once; the others wait, or are taken by another process of its endpoint server.</summary>
    public int RunsAtOnce { get; init; } = 32;

    /// <summary>Below so much free space in the data folder the host is told to be degraded.</summary>
    public long LowDiskBytes { get; init; } = 1L << 30;

    /// <summary>The folder of the keys by which secrets are encrypted.</summary>
    public string KeyFolder => SharedKeys ?? Path.Combine(DataFolder, "keys");

    /// <summary>The key by which certificates of runs are sealed, encrypted by those keys.</summary>
    public string CertificateKeyFile => Path.Combine(SharedKeys ?? DataFolder, "certificates.key");

    public string DatabaseFile => Path.Combine(DataFolder, "inventory.db");
}
