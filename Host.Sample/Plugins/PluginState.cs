namespace Host.Sample.Plugins;

public enum PluginState
{
    /// <summary>Can be loaded, and is the version that new work takes.</summary>
    Available,

    /// <summary>The folder or its manifest is not as it must be.</summary>
    Invalid,

    /// <summary>Built for a contract that this host does not have.</summary>
    Incompatible,

    /// <summary>Was tried and failed; not tried again until its files change or a person releases it.</summary>
    Broken,

    /// <summary>Was taken out for what it did at work, until its files change or a person releases it.</summary>
    Quarantined,

    /// <summary>Good, but another version takes new work.</summary>
    Superseded,

    /// <summary>Its files are still being copied; looked at again in a moment.</summary>
    Arriving,

    /// <summary>Its files are not those of its list, or the host's policy asks for a signature that it does not have.</summary>
    Untrusted,
}
