namespace Host.Sample.Database;

/// <summary>A process that serves under the name of an endpoint server.</summary>
public sealed class ServerProcess
{
    /// <summary>Made anew at each start.</summary>
    public required string Id { get; set; }

    public int EndpointServerId { get; set; }

    /// <summary>The machine's name.</summary>
    public required string Machine { get; set; }

    /// <summary>Its number on that machine.</summary>
    public int Number { get; set; }

    /// <summary>The host's version.</summary>
    public required string Version { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it was last heard of, by the store's clock.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    /// <summary>How far its machine's clock is ahead of the store's, in seconds.</summary>
    public double ClockAheadSeconds { get; set; }

    /// <summary>The plugins that it can use: a JSON list of id and version.</summary>
    public string PluginsJson { get; set; } = "[]";
}
