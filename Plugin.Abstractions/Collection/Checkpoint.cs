namespace Plugin.Abstractions.Collection;

/// <summary>Where a stream goes on: the plugin's own text, kept by the host and handed back unread.</summary>
/// <remarks>At most 64 KiB. Must hold no secret, and of people at most pseudonyms (the service's ids of accounts): it is shown by the host's state commands.</remarks>
/// <param name="Value">The plugin's text.</param>
public sealed record Checkpoint(string Value);
