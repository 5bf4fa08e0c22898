namespace Plugin.Slack.Collection;

/// <summary>The rounds in which people are gone through: first those who are gone, then those without a profile, then the others; each of the last two from where the last run left off.</summary>
/// <param name="lastNew">The person without a profile that the last run asked last.</param>
/// <param name="lastKnown">The person with a profile that the last run asked last.</param>
internal sealed class ProfileRounds(string? lastNew, string? lastKnown)
{
    /// <summary>The rounds.</summary>
    public const int Count = 5;

    /// <summary>Where a round begins.</summary>
    /// <param name="round">The round.</param>
    /// <returns>The key after which it begins, or <see langword="null"/> for the first person.</returns>
    public string? Begin(int round) => round switch
    {
        1 => lastNew,
        3 => lastKnown,
        _ => null,
    };

    /// <summary>Whether a person is beyond the end of a round, or the round is none.</summary>
    /// <param name="round">The round.</param>
    /// <param name="key">The person's key.</param>
    /// <returns>Whether the round is over.</returns>
    public bool IsOver(int round, string key) => round switch
    {
        2 => lastNew is null || string.CompareOrdinal(key, lastNew) > 0,
        4 => lastKnown is null || string.CompareOrdinal(key, lastKnown) > 0,
        _ => false,
    };

    /// <summary>Whether a round asks a person.</summary>
    /// <param name="round">The round.</param>
    /// <param name="person">The person.</param>
    /// <returns>Whether it does.</returns>
    public static bool Asks(int round, PlannedPerson person) => person.IsAskable && round switch
    {
        1 or 2 => !person.IsKnown,
        3 or 4 => person.IsKnown,
        _ => false,
    };
}
