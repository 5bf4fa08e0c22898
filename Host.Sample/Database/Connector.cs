namespace Host.Sample.Database;

/// <summary>A connector as an administrator made it: a plugin with settings, on an endpoint server.</summary>
public sealed class Connector
{
    /// <summary>How often everything is asked for again unless somebody says otherwise.</summary>
    public const int UsualFullRunEvery = 30;

    public int Id { get; set; }

    /// <summary>Unique over all connectors, ignoring case.</summary>
    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public required string PluginId { get; set; }

    public int EndpointServerId { get; set; }

    /// <summary>The settings that are no secrets: a JSON object of texts.</summary>
    public string SettingsJson { get; set; } = "{}";

    /// <summary>The streams chosen, a JSON list of ids; null: those that are on by default.</summary>
    public string? StreamsJson { get; set; }

    /// <summary>An origin (<c>http://127.0.0.1:40123</c>) allowed besides the manifest's hosts: the plugin's sandbox, started by this host.</summary>
    public string? SandboxOrigin { get; set; }

    /// <summary>The tenant and the application that the last run was let in by; null before the first, and when the service does not say.</summary>
    public string? TenantId { get; set; }

    public string? ApplicationId { get; set; }

    /// <summary>After how many runs everything is asked for again, whatever is known; 0: never.</summary>
    public int FullRunEvery { get; set; } = UsualFullRunEvery;

    /// <summary>When the change guard holds a run: a JSON object; null: as usual.</summary>
    public string? GuardJson { get; set; }

    /// <summary>What becomes of names and e-mail addresses before they are stored: a JSON object; null: they are kept.</summary>
    public string? PrivacyJson { get; set; }

    /// <summary>What a seat costs and when the term ends: a JSON object; null: not told.</summary>
    public string? TermsJson { get; set; }

    /// <summary>How long the rows of old runs are kept: a JSON object; null: for ever.</summary>
    public string? RetentionJson { get; set; }

    /// <summary>The run that readers see; null before the first.</summary>
    public long? PublishedRunId { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Rises with every change, so that the later of two editors is told.</summary>
    public int Revision { get; set; }
}
