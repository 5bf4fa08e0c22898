namespace Host.Sample.Runs.Health;

/// <summary>What there is to be let in by.</summary>
public enum TokenState
{
    /// <summary>The plugin takes none.</summary>
    NotNeeded,

    /// <summary>The plugin cannot be asked what it takes.</summary>
    Unknown,

    NotSet,

    /// <summary>Set, and cannot be decrypted.</summary>
    Unreadable,

    /// <summary>Typed in by hand; when it ends only the service knows.</summary>
    Typed,

    /// <summary>Granted by a consent.</summary>
    Granted,

    /// <summary>Granted, ended since, and not to be renewed.</summary>
    Expired,
}
