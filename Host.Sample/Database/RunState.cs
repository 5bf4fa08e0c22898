namespace Host.Sample.Database;

public enum RunState
{
    Queued,
    Running,

    /// <summary>Readers see it, or a later one.</summary>
    Published,

    /// <summary>Nothing of it is seen; its changes are taken back.</summary>
    Failed,

    /// <summary>As failed, because somebody asked for it.</summary>
    Cancelled,

    /// <summary>Complete in the store and seen by nobody: the change guard waits for a person to accept or reject it.</summary>
    Held,

    /// <summary>Was held; a person, or a later run that took its place, rejected it. Its changes are taken back.</summary>
    Rejected,

    /// <summary>Was published; a person went back to an earlier run. Its changes are taken back.</summary>
    RolledBack,

    /// <summary>A dry run has ended: what it would have done is told, nothing of it is kept.</summary>
    Rehearsed,
}
