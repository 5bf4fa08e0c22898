using Host.Sample.Cli;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Runs.Proof;

/// <summary>The checks whether what a stream names is there: their ids, and what they say.</summary>
internal static class ReferenceChecks
{
    /// <summary>Seats are of accounts.</summary>
    public const string SeatsInAccounts = "seats_in_accounts";

    /// <summary>Members of spaces and groups that are no accounts of the tenant: people from elsewhere.</summary>
    public const string Strangers = "strangers";

    /// <summary>A reference that the stream's description declares.</summary>
    public const string Declared = "reference";

    /// <summary>The check of a stream's accounts; null: it has none of its own.</summary>
    public static string? ToAccounts(StreamSubject subject) => subject switch
    {
        StreamSubject.Seats => SeatsInAccounts,
        StreamSubject.SpaceMembers or StreamSubject.GroupMembers => Strangers,
        _ => null,
    };

    public static string Sentence(string id, string stream, string column, string against, long all, long orphans, bool weighs) => id switch
    {
        _ when orphans == 0 => $"All {Words.Count(all, "value")} of {stream}.{column} name rows of {against}.",
        Strangers => $"{Words.Count(orphans, "row")} of {Words.Number(all)} in {stream} {Are(orphans)} of people who are no accounts here ({against}): from elsewhere, or gone.",
        SeatsInAccounts => $"{Words.Count(orphans, "seat")} of {Words.Number(all)} in {stream} {Are(orphans)} of accounts that {against} does not have{(weighs ? ": more than can have come or gone while the run went on." : "; that many can have come or gone while the run went on.")}",
        _ => $"{Words.Count(orphans, "value")} of {Words.Number(all)} in {stream}.{column} {(orphans == 1 ? "names" : "name")} no row of {against}.",
    };

    private static string Are(long count) => count == 1 ? "is" : "are";
}
