namespace Plugin.Orchard.Collection.Streams;

/// <summary>A grower who looks after a tree.</summary>
internal sealed record TreeKeeper(string? TreeId, string GrowerId);
