namespace Host.Sample.Isolation;

/// <summary>What a frame between the host and a plugin's process says. The number is on the wire.</summary>
internal enum FrameKind : byte
{
    /// <summary>Host: load this version.</summary>
    Open = 1,

    /// <summary>Host: a verb of the contract.</summary>
    Describe,
    Validate,
    BeginAuthorization,
    CompleteAuthorization,
    Preflight,
    Identify,
    Estimate,
    PrepareApplication,

    /// <summary>Host: begin a stream, give its next page, end it.</summary>
    Collect,
    NextPage,
    EndCollect,

    /// <summary>Host: stop a call.</summary>
    Cancel,

    /// <summary>Host: what was asked for.</summary>
    Answer,

    /// <summary>Plugin: what a call gave.</summary>
    Result = 64,
    Failure,
    Page,

    /// <summary>Plugin: something that only the host has; answered.</summary>
    ReadCredential,
    RenewCredential,
    RenewedCredential,
    ReadRows,
    ReadField,
    ReadShared,
    WriteShared,

    /// <summary>Plugin: for the host to pass on; not answered.</summary>
    Waiting,
    Log,
}
