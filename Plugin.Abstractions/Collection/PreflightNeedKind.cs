namespace Plugin.Abstractions.Collection;

/// <summary>What a stream may need.</summary>
public enum PreflightNeedKind
{
    /// <summary>A scope of the token.</summary>
    Scope,

    /// <summary>A plan of the tenant.</summary>
    Plan,

    /// <summary>A role of the account that consented.</summary>
    Role,
}
