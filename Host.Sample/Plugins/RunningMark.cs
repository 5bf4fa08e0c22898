namespace Host.Sample.Plugins;

/// <summary>A plugin that was at work in a process.</summary>
/// <param name="PluginId">The plugin.</param>
/// <param name="Version">Its version.</param>
/// <param name="Hash">The hash of its files.</param>
public sealed record RunningMark(string PluginId, string Version, string Hash);
