namespace Host.Sample.Packages;

public enum TrustLevel
{
    /// <summary>A plain folder: nothing says what belongs to it.</summary>
    None,

    /// <summary>Every file is as its list of hashes says; who made the list is not known.</summary>
    Hashed,

    /// <summary>The list is signed, by a certificate that this host does not trust.</summary>
    Signed,

    /// <summary>The list is signed by a certificate that this host trusts.</summary>
    Trusted,
}
