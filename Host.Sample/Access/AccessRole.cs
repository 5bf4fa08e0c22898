namespace Host.Sample.Access;

/// <summary>What somebody may do. Each role may do what those before it may.</summary>
public enum AccessRole
{
    /// <summary>Look at everything; of secrets only whether they are set.</summary>
    Reader,

    /// <summary>Test connections, run connectors and cancel runs.</summary>
    Operator,

    /// <summary>Change everything: features, connectors, consent, access keys.</summary>
    Administrator,
}
