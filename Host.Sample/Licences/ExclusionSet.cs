using Host.Sample.Database;

namespace Host.Sample.Licences;

/// <summary>The exclusions that hold now, by account.</summary>
/// <param name="accounts">Those of one account.</param>
/// <param name="groups">Those of groups, with the members.</param>
internal sealed class ExclusionSet(IEnumerable<SeatExclusion> accounts, IReadOnlyList<(SeatExclusion Exclusion, HashSet<string> Members)> groups)
{
    private readonly Dictionary<string, SeatExclusion> _accounts = accounts.GroupBy(exclusion => exclusion.SubjectId, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.First(), StringComparer.Ordinal);

    /// <summary>The exclusion that an account falls under; null: none.</summary>
    public SeatExclusion? Find(string accountId) => _accounts.GetValueOrDefault(accountId) ?? groups.FirstOrDefault(group => group.Members.Contains(accountId)).Exclusion;
}
