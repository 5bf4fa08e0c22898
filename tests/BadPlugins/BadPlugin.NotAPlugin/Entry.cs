namespace BadPlugin.NotAPlugin;

/// <summary>A type of the right name that is no plugin.</summary>
public sealed class Entry;
