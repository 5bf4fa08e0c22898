namespace Plugin.Orchard.Settings;

/// <summary>What goes wrong with a page.</summary>
internal enum MishapKind
{
    /// <summary>The plugin itself breaks: an exception that is no ConnectorException.</summary>
    Throw,

    /// <summary>The service is unwell: the stream fails with TryLater.</summary>
    Fail,

    /// <summary>The page comes, and is the last of a partial stream.</summary>
    Partial,

    /// <summary>An empty page that ends the stream as skipped.</summary>
    Skip,

    /// <summary>The token is no longer good: the whole run stops.</summary>
    AuthorizeAgain,

    /// <summary>The place is lost: the stream begins again, once.</summary>
    StartOver,

    /// <summary>The answer never comes; only cancellation ends it.</summary>
    Hang,

    /// <summary>The service asks for half a minute of patience, then the page comes.</summary>
    Wait,

    /// <summary>The first record of the page cannot be understood: counted, not kept.</summary>
    Omit,

    /// <summary>The first row of the page has no key: the host must reject it.</summary>
    Keyless,
}
