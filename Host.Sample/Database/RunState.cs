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
}
