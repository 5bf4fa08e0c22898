using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Insights;

/// <summary>Tells what a changed row of a stream means, from the stream's subject and its columns' semantics alone.</summary>
/// <param name="schema">The stream's table.</param>
/// <param name="isAppLog">Whether the stream is a log that alone tells what became of applications.</param>
internal sealed class FeedClassifier(InventorySchema schema, bool isAppLog)
{
    private const string Deactivated = "deactivated";

    private readonly StreamSubject _subject = schema.Description.Subject;
    private readonly IReadOnlyList<ColumnSemantic> _semantics = [.. schema.Description.Columns.Select(column => column.Meaning.Semantic)];

    private string Noun => _subject switch
    {
        StreamSubject.Accounts => "account.",
        StreamSubject.Seats => "seat.",
        StreamSubject.Apps => "app.",
        StreamSubject.Groups => "group.",
        StreamSubject.GroupMembers => "group.member_",
        StreamSubject.Spaces => "space.",
        StreamSubject.SpaceMembers => "space.member_",
        _ => "row.",
    };

    /// <summary>The parts of a change: a kind and the positions of the columns that belong to it; each changed column is in exactly one.</summary>
    public IEnumerable<(string Kind, IReadOnlyList<int> Columns)> Parts(RowChange change) => change switch
    {
        { Kind: RowChangeKind.Added, New: { } row } => [(Came(row), All)],
        { Kind: RowChangeKind.Removed, Old: { } row } => [(Went(row), All)],
        { Old: { } old, New: { } now } => Changed(old, now),
        _ => throw new ArgumentException("A change has an old row, a new one or both.", nameof(change)),
    };

    /// <summary>The account that a row is or is about.</summary>
    public string? AccountOf(RowChange change) => (change.New ?? change.Old) is { } row ? Value(row, ColumnSemantic.AccountId) as string : null;

    private IReadOnlyList<int> All { get; } = [.. Enumerable.Range(0, schema.Columns.Count)];

    private string Came(InventoryRow row) => _subject switch
    {
        StreamSubject.Accounts => Value(row, ColumnSemantic.AccountStatus) is Deactivated ? "row.added" : FeedKind.AccountJoined,
        StreamSubject.AppChanges when isAppLog => Value(row, ColumnSemantic.AppChange) switch
        {
            "added" => "app.added",
            "removed" => "app.removed",
            "enabled" => FeedKind.AppEnabled,
            "disabled" => FeedKind.AppDisabled,
            "updated" => "app.changed",
            _ => "row.added",
        },
        _ => Noun + "added",
    };

    private string Went(InventoryRow row) => _subject is not StreamSubject.Accounts ? Noun + "removed"
        : Value(row, ColumnSemantic.AccountStatus) is Deactivated ? "row.removed"
        : FeedKind.AccountLeft;

    private IEnumerable<(string Kind, IReadOnlyList<int> Columns)> Changed(InventoryRow old, InventoryRow now)
    {
        Dictionary<string, List<int>> parts = [];

        for (var column = 0; column < _semantics.Count; column++)
        {
            if (Equals(old.Values[column], now.Values[column]))
            {
                continue;
            }

            var kind = Kind(column, old, now);

            if (!parts.TryGetValue(kind, out var columns))
            {
                parts[kind] = columns = [];
            }

            columns.Add(column);
        }

        return parts.Select(part => (part.Key, (IReadOnlyList<int>)part.Value));
    }

    private string Kind(int column, InventoryRow old, InventoryRow now) => (_subject, _semantics[column]) switch
    {
        (StreamSubject.Accounts, ColumnSemantic.AccountStatus) =>
            now.Values[column] is Deactivated ? FeedKind.AccountLeft
            : old.Values[column] is Deactivated && now.Values[column] is not null ? FeedKind.AccountReactivated
            : FeedKind.AccountStatusChanged,
        (StreamSubject.Accounts, ColumnSemantic.AccountType) => FeedKind.AccountTypeChanged,

        // Why it is of that type belongs to the change of the type; alone it is no such change.
        (StreamSubject.Accounts, ColumnSemantic.AccountTypeReason) when !Equals(Value(old, ColumnSemantic.AccountType), Value(now, ColumnSemantic.AccountType)) => FeedKind.AccountTypeChanged,
        (StreamSubject.Accounts or StreamSubject.Seats, ColumnSemantic.SeatBilled) => FeedKind.SeatBillingChanged,
        (StreamSubject.Apps, ColumnSemantic.AppScopes) => FeedKind.AppScopesChanged,
        (StreamSubject.Apps, ColumnSemantic.IsRetired) when Retirement(column, old, now) is { } isRetired => isRetired ? FeedKind.AppDisabled : FeedKind.AppEnabled,
        (StreamSubject.Groups or StreamSubject.Spaces, ColumnSemantic.IsRetired) when Retirement(column, old, now) is { } isRetired => Noun + (isRetired ? "archived" : "restored"),
        _ => Noun + "changed",
    };

    // From unknown to "in use" and back nothing has happened that anybody could name.
    private static bool? Retirement(int column, InventoryRow old, InventoryRow now) => now.Values[column] is true ? true : old.Values[column] is true ? false : null;

    private object? Value(InventoryRow row, ColumnSemantic semantic)
    {
        for (var column = 0; column < _semantics.Count; column++)
        {
            if (_semantics[column] == semantic)
            {
                return row.Values[column];
            }
        }

        return null;
    }
}
