namespace Host.Sample.Plugins;

/// <summary>Judges a version before it takes work. Each room that has something to lose brings its own.</summary>
public interface IVersionCheck
{
    /// <summary>Judges a version that has been loaded beside the one that serves.</summary>
    /// <exception cref="HostException">It cannot be judged now; the version is not taken, and not put aside either.</exception>
    Task<VersionFindings> CheckAsync(VersionCandidate candidate, CancellationToken cancellationToken);

    /// <summary>Prepares for a version against which nothing speaks; the last thing before it takes work.</summary>
    /// <exception cref="PluginPostponedException">Not now: the version that serves goes on, and this one is tried again later.</exception>
    Task TakeAsync(VersionCandidate candidate, CancellationToken cancellationToken) => Task.CompletedTask;
}
