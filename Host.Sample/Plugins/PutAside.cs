namespace Host.Sample.Plugins;

/// <summary>A version that was taken out, and stays out until its files change or a person releases it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Hash">The hash of its files: other files are another matter.</param>
/// <param name="State"><see cref="PluginState.Broken"/>: it failed when it was tried; <see cref="PluginState.Quarantined"/>: by what it did at work.</param>
/// <param name="Reason">Why.</param>
/// <param name="Fix">What to do.</param>
/// <param name="At">When.</param>
/// <param name="Host">The build of the host that met it: what failed to load in another build may load in this one.</param>
public sealed record PutAside(string Version, string Hash, PluginState State, string Reason, string Fix, DateTimeOffset At, Guid Host)
{
    /// <summary>This build of the host.</summary>
    public static Guid ThisHost { get; } = typeof(PutAside).Module.ModuleVersionId;

    public bool IsInForce => State is PluginState.Quarantined || Host == ThisHost;
}
