namespace Host.Sample.Database;

/// <summary>What becomes of times that passed while no host served.</summary>
public enum ScheduleMisfire
{
    /// <summary>One run makes up for all of them, as soon as a host is back and the quiet hours allow it.</summary>
    RunOnce,

    /// <summary>They are left out.</summary>
    Wait,
}
