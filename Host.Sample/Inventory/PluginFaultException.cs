namespace Host.Sample.Inventory;

/// <summary>The plugin broke the contract. The message says how, for the plugin's developer and the host's user alike; it holds no value of a record.</summary>
public sealed class PluginFaultException(string message) : Exception(message);
