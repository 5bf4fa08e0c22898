namespace Plugin.Abstractions.Collection;

/// <summary>What a stream's rows are about, so that a host can summarise any connector.</summary>
public enum StreamSubject
{
    /// <summary>Nothing that a host knows.</summary>
    Other,

    /// <summary>The tenant itself: workspace, organisation.</summary>
    Tenant,

    /// <summary>Accounts of people and machines, one row each.</summary>
    Accounts,

    /// <summary>Paid seats, one row an account.</summary>
    Seats,

    /// <summary>Signs of use, each of an account at a time.</summary>
    Activity,

    /// <summary>Changes of installed applications.</summary>
    AppChanges,

    /// <summary>Applications installed now.</summary>
    Apps,

    /// <summary>Places that people share: channels, teams, orchards.</summary>
    Spaces,

    /// <summary>Who is in which space.</summary>
    SpaceMembers,

    /// <summary>Groups of accounts.</summary>
    Groups,

    /// <summary>Who is in which group.</summary>
    GroupMembers,
}
