namespace Plugin.Abstractions.Collection;

/// <summary>Whether a stream may be had.</summary>
public enum StreamAccess
{
    /// <summary>A real call was answered.</summary>
    Granted,

    /// <summary>The token lacks a scope.</summary>
    MissingScope,

    /// <summary>The plan does not include it.</summary>
    NotOnThisPlan,

    /// <summary>The account has too low a role.</summary>
    RoleTooLow,

    /// <summary>The service did not say clearly.</summary>
    Unknown,
}
