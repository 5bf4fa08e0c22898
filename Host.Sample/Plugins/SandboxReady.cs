namespace Host.Sample.Plugins;

/// <summary>What a sandbox says when it is ready: how to reach it, the settings of a connector to it, and how to play the person who consents.</summary>
public sealed record SandboxReady
{
    public required bool Ready { get; init; }

    /// <summary>Where it is.</summary>
    public required Uri Address { get; init; }

    /// <summary>Settings by name; which of them are secrets, the plugin's description says.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The fields of the form on its consent page that say yes.</summary>
    public IReadOnlyDictionary<string, string> Consent { get; init; } = new Dictionary<string, string>();

    /// <summary>Addresses that change it when they are posted to, by name: <c>next_day</c>.</summary>
    public IReadOnlyDictionary<string, Uri> Controls { get; init; } = new Dictionary<string, Uri>();
}
