namespace Host.Sample.Isolation;

/// <summary>What plugin code in another process has thrown, in words.</summary>
internal sealed class PluginBrokeException(string words) : Exception(words);
