namespace Host.Sample.Plugins;

public enum PluginState
{
    /// <summary>Can be loaded, and is the version that new work takes.</summary>
    Available,

    /// <summary>The folder or its manifest is not as it must be.</summary>
    Invalid,

    /// <summary>Built for a contract that this host does not have.</summary>
    Incompatible,

    /// <summary>Was tried and failed; not tried again until its files change.</summary>
    Broken,

    /// <summary>Good, but a newer version is there.</summary>
    Superseded,

    /// <summary>Its files are still being copied; looked at again in a moment.</summary>
    Arriving,

    /// <summary>Its files are not those of its list, or the host's policy asks for a signature that it does not have.</summary>
    Untrusted,
}
