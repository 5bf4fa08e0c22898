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
}
