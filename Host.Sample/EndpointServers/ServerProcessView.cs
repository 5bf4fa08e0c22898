namespace Host.Sample.EndpointServers;

/// <summary>A process that serves, or has served, under the name of an endpoint server.</summary>
/// <param name="Id">Made anew at each start.</param>
/// <param name="EndpointServer">The name.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Number">Its number on that machine.</param>
/// <param name="Version">The host's version.</param>
/// <param name="StartedAt">When it began to serve.</param>
/// <param name="LastSeenAt">When it was last heard of.</param>
/// <param name="IsPresent">Whether that was within the last half minute.</param>
/// <param name="IsThisProcess">Whether it is the one that answers.</param>
/// <param name="ClockAheadSeconds">How far its machine's clock is ahead of the store's; what it notes down is told by the store's.</param>
/// <param name="Plugins">What it can run.</param>
public sealed record ServerProcessView(
    string Id,
    string EndpointServer,
    string Machine,
    int Number,
    string Version,
    DateTimeOffset StartedAt,
    DateTimeOffset LastSeenAt,
    bool IsPresent,
    bool IsThisProcess,
    double ClockAheadSeconds,
    IReadOnlyList<PresentPlugin> Plugins);

/// <summary>A plugin that a process can use.</summary>
/// <param name="Id">The plugin's id.</param>
/// <param name="Version">The version that new work takes there.</param>
public sealed record PresentPlugin(string Id, string Version);
