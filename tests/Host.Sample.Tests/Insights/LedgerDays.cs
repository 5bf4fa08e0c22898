using CsCheck;
using Host.Sample.Tests.Runs;

namespace Host.Sample.Tests.Insights;

/// <summary>What a ledger holds on random days: few keys and few values, so that rows come, change, change back, go and come again.</summary>
internal static class LedgerDays
{
    private const int Accounts = 5;

    private static readonly Gen<bool?> Truth = Gen.OneOf<bool?>(null, true, false);

    private static readonly Gen<string?[]?> Nothing = Gen.Int[0, 0].Select(string?[]? (_) => null);

    private static readonly Gen<Dictionary<string, List<string?[]>>> Day = Gen.Select(
        Some(person => Gen.Select(Gen.OneOf<string?>("Ann", "B|b", null), Gen.OneOf<string?>("member", "guest", null), Gen.OneOf<string?>("active", "invited", "deactivated", null), Gen.Int[0, 2], Gen.OneOf<string?>(null, """{"a":[1,"x"]}""", "[]"))
            .Select(string?[]? (name, kind, status, number, json) =>
                [person, name, kind, kind is "guest" ? "flag" : null, status, number == 0 ? null : $"{number}", $"{number}.50", number == 2 ? null : $"2026-03-0{number + 1}T08:00:00Z", json])),
        Some(person => Truth.Select(string?[]? (billed) => [person, Word(billed)])),
        Some(team => Gen.Select(Truth, Gen.Int[0, 2]).Select(string?[]? (retired, members) => [team, "team " + team, Word(retired), $"{members}"])),
        Some(person => Gen.Int[0, 1].Select(string?[]? (team) => [$"t{team}", person])),
        Some(tool => Gen.Select(Truth, Gen.OneOf<string?>(null, """["read"]""", """["read","write"]""")).Select(string?[]? (off, scopes) => [tool, "tool " + tool, Word(off), scopes])),
        Some(person => Gen.Int[1, 9].Select(string?[]? (day) => [person, $"2026-01-0{day}T08:00:00Z"])))
        .Select((people, seats, teams, members, tools, visits) => new Dictionary<string, List<string?[]>>
        {
            [LedgerConnector.People] = people,
            [LedgerConnector.Seats] = seats,
            [LedgerConnector.Teams] = teams,
            [LedgerConnector.TeamMembers] = members,
            [LedgerConnector.Tools] = tools,
            [LedgerConnector.Visits] = visits,
        });

    /// <summary>Several days, each with the streams that break off on it.</summary>
    public static Gen<(Dictionary<string, List<string?[]>> Rows, string[] Broken)[]> Several(int least, int most) =>
        Gen.Select(Day, Gen.OneOf(LedgerConnector.People, LedgerConnector.Teams, LedgerConnector.Visits).Array[0, 1]).Array[least, most];

    private static string? Word(bool? truth) => truth is null ? null : truth.Value ? "true" : "false";

    private static Gen<List<string?[]>> Some(Func<string, Gen<string?[]?>> row) => Enumerable.Range(0, Accounts)
        .Select(number => Gen.Frequency((1, Nothing), (2, row($"p{number}"))))
        .Aggregate(Gen.Int[0, 0].Select(_ => new List<string?[]>()), (rows, one) => Gen.Select(rows, one, (before, next) => next is null ? before : [.. before, next]));
}
