namespace Host.Sample.Plugins;

/// <summary>A version cannot take work just now; nothing speaks against it.</summary>
internal sealed class PluginPostponedException(string reason, string fix) : Exception(reason)
{
    public string Fix { get; } = fix;
}
