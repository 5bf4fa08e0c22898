namespace Host.Sample.Packages;

/// <summary>What the host asks of a plugin before any of its code is loaded. A list of hashes that is there must hold under every policy.</summary>
public enum TrustPolicy
{
    /// <summary>Signatures are not looked at.</summary>
    Off,

    /// <summary>A plugin without a trusted signature is used, and is told to be so. A signature that does not fit is refused.</summary>
    Warn,

    /// <summary>Only what a trusted certificate has signed is used.</summary>
    Require,
}
