namespace Host.Sample.Database;

/// <summary>A short text that the connectors of a plugin have in common.</summary>
public sealed class SharedValueEntry
{
    public required string PluginId { get; set; }

    public required string Key { get; set; }

    public required string Value { get; set; }

    /// <summary>Another one after every writing, and never one that the same key had before.</summary>
    public long Version { get; set; }

    /// <summary>By the store's clock.</summary>
    public DateTimeOffset WrittenAt { get; set; }
}
