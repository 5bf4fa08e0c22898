namespace Host.Sample.Backups;

/// <summary>A store's schema, seen from this version of the host.</summary>
public enum StoreSchemaAge
{
    /// <summary>As this version has it.</summary>
    Current,

    /// <summary>Of an older version; brought up to date when a host or a command next opens it.</summary>
    Older,

    /// <summary>Of a newer version; this one cannot open it.</summary>
    Newer,
}
