namespace Host.Sample.Plugins;

/// <summary>A plugin's own fault, as text only: no object of the plugin's hangs on it.</summary>
internal sealed class PluginFailedException(string reason, string fix) : Exception(reason)
{
    public string Fix { get; } = fix;

    /// <summary>Whether it did not come back: a thread of the host's is lost to it.</summary>
    public bool HasHung { get; init; }
}
