namespace BadPlugin.Chameleon;

/// <summary>What it does at work.</summary>
internal enum Conduct
{
    Good,

    /// <summary>Throws when it collects.</summary>
    Throws,

    /// <summary>Gives no page and does not look at its token.</summary>
    Hangs,

    /// <summary>Takes memory until it is stopped.</summary>
    Floods,

    /// <summary>Ends the process in order.</summary>
    Exits,

    /// <summary>Ends the process at once.</summary>
    FailsFast,

    /// <summary>Ends the process by calling itself.</summary>
    Overflows,

    /// <summary>Hands the runtime something that holds it in memory.</summary>
    Leaks,

    /// <summary>Does not come back from a question about settings.</summary>
    HangsInValidate,

    /// <summary>Does not say who it is and does not look at its token.</summary>
    HangsInIdentify,

    /// <summary>Prints on the streams of the process.</summary>
    Prints,

    /// <summary>Counts its runs together with all others of the plugin.</summary>
    Counts,
}
