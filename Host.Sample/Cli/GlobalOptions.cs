using System.CommandLine;
using Host.Sample.Connectors;
using Host.Sample.Packages;

namespace Host.Sample.Cli;

/// <summary>The options that every verb takes.</summary>
internal sealed class GlobalOptions
{
    private const string DataVariable = "CONNECTOR_HOST_DATA";
    private const string DatabaseVariable = "CONNECTOR_HOST_DATABASE";
    private const string KeysVariable = "CONNECTOR_HOST_KEYS";
    private const string KeysCertificateVariable = "CONNECTOR_HOST_KEYS_CERTIFICATE";

    public Option<DirectoryInfo?> Data { get; } = new("--data")
    {
        Description = $"Folder of the store, keys and logs. Default: ${DataVariable}, else the user's application data.",
        HelpName = "folder",
        CustomParser = CommandLineParsers.Folder,
        Recursive = true,
    };

    public Option<string?> Database { get; } = new("--database")
    {
        Description = $"Connection string of the PostgreSQL database that is the store, such as 'Host=db;Database=connectors;Username=connectors'. Default: ${DatabaseVariable}, else a file in the data folder. What is typed here others on the machine can see: a password belongs into the variable, PGPASSWORD or a .pgpass file.",
        HelpName = "connection",
        Recursive = true,
    };

    public Option<DirectoryInfo?> Keys { get; } = new("--keys")
    {
        Description = $"Folder of the keys by which secrets are encrypted and certificates sealed; all hosts of one database share it. Default: ${KeysVariable}, else in the data folder.",
        HelpName = "folder",
        CustomParser = CommandLineParsers.Folder,
        Recursive = true,
    };

    public Option<FileInfo?> KeysCertificate { get; } = new("--keys-certificate")
    {
        Description = $"A certificate with its RSA key (.pfx or PEM), for which new keys are encrypted where they lie; the same for all hosts of one database. Its password: ${KeyCertificate.PasswordVariable}. Default: ${KeysCertificateVariable}, else none.",
        HelpName = "file",
        CustomParser = CommandLineParsers.File,
        Recursive = true,
    };

    public Option<DirectoryInfo?> Plugins { get; } = new("--plugins")
    {
        Description = "Folder of plugins, laid out as <id>/<version>/plugin.json. Default: 'plugins' beside the program.",
        HelpName = "folder",
        CustomParser = CommandLineParsers.Folder,
        Recursive = true,
    };

    public Option<string> EndpointServer { get; } = new("--endpoint-server")
    {
        Description = "Name of the endpoint server meant.",
        HelpName = "name",
        DefaultValueFactory = _ => "local",
        Recursive = true,
    };

    public Option<string[]> AllowOrigin { get; } = new("--allow-origin")
    {
        Description = "An origin that plugins may reach besides the hosts of their manifest, such as http://127.0.0.1:4000. May be repeated.",
        HelpName = "origin",
        CustomParser = CommandLineParsers.Origins,
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    public Option<Uri> Address { get; } = new("--address")
    {
        Description = "Address to listen on; port 0 takes a free one.",
        HelpName = "url",
        DefaultValueFactory = _ => new("http://127.0.0.1:5080"),
        CustomParser = CommandLineParsers.Address,
        Recursive = true,
    };

    public Option<Uri?> PublicAddress { get; } = new("--public-address")
    {
        Description = "Address under which browsers reach the host, when it stands behind a proxy: https://cc.example.com.",
        HelpName = "url",
        CustomParser = CommandLineParsers.Address,
        Recursive = true,
    };

    public Option<TrustPolicy> PluginTrust { get; } = new("--plugin-trust")
    {
        Description = "Whether plugins must be signed: 'off' does not look, 'warn' uses and tells those that no trusted certificate has signed, 'require' refuses them.",
        HelpName = "policy",
        CustomParser = CommandLineParsers.Word<TrustPolicy>,
        DefaultValueFactory = _ => TrustPolicy.Warn,
        Recursive = true,
    };

    public Option<FileInfo[]> TrustedCertificate { get; } = new("--trusted-certificate")
    {
        Description = "A certificate (PEM or DER) that stands for plugins: the signer's own, or one above it, such as a company's root. May be repeated.",
        HelpName = "file",
        CustomParser = CommandLineParsers.Files,
        DefaultValueFactory = _ => [],
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print JSON instead of text for people.",
        Recursive = true,
    };

    public void AddTo(RootCommand root)
    {
        root.Options.Add(Data);
        root.Options.Add(Database);
        root.Options.Add(Keys);
        root.Options.Add(KeysCertificate);
        root.Options.Add(Plugins);
        root.Options.Add(EndpointServer);
        root.Options.Add(AllowOrigin);
        root.Options.Add(Address);
        root.Options.Add(PublicAddress);
        root.Options.Add(PluginTrust);
        root.Options.Add(TrustedCertificate);
        root.Options.Add(Json);
    }

    public HostOptions Read(ParseResult parsed) => new()
    {
        DataFolder = Path.GetFullPath(parsed.GetValue(Data)?.FullName ?? OfEnvironment(DataVariable) ?? UserData()),
        Database = parsed.GetValue(Database) ?? OfEnvironment(DatabaseVariable),
        SharedKeys = (parsed.GetValue(Keys)?.FullName ?? OfEnvironment(KeysVariable)) is { } keys ? Path.GetFullPath(keys) : null,
        KeyCertificate = (parsed.GetValue(KeysCertificate)?.FullName ?? OfEnvironment(KeysCertificateVariable)) is { } certificate ? Path.GetFullPath(certificate) : null,
        KeyCertificatePassword = OfEnvironment(KeyCertificate.PasswordVariable),
        PluginsFolder = Path.GetFullPath(parsed.GetValue(Plugins)?.FullName ?? Path.Combine(AppContext.BaseDirectory, "plugins")),
        EndpointServer = parsed.GetValue(EndpointServer)!,
        AllowedOrigins = parsed.GetValue(AllowOrigin)!,
        Address = parsed.GetValue(Address)!,
        PublicAddress = parsed.GetValue(PublicAddress),
        TrustPolicy = parsed.GetValue(PluginTrust),
        TrustedCertificates = [.. parsed.GetValue(TrustedCertificate)!.Select(file => file.FullName)],
    };

    // An empty variable is none.
    private static string? OfEnvironment(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string UserData() =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "ConnectorHost");
}
