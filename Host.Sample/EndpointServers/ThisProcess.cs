using System.Globalization;

namespace Host.Sample.EndpointServers;

/// <summary>The process that this is, among those that share a store.</summary>
public sealed class ThisProcess
{
    /// <summary>Made anew at each start: numbers of processes come again.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    public string Machine { get; } = Environment.MachineName;

    /// <summary>Its number on that machine.</summary>
    public int Number { get; } = Environment.ProcessId;

    /// <summary>The host's version.</summary>
    public string Version { get; } = typeof(ThisProcess).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";
}
