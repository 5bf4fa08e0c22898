using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Runs;

/// <summary>Streams of every subject and columns of every type, whose rows a test writes down before each run.</summary>
internal sealed class LedgerConnector : IConnector
{
    public const string People = "people";
    public const string Seats = "seats";
    public const string Teams = "teams";
    public const string TeamMembers = "team_members";
    public const string Tools = "tools";
    public const string Rooms = "rooms";
    public const string Visits = "visits";

    /// <summary>Settings that keep the change guard out of a test in which rows come and go by the dozen.</summary>
    public const string NoGuard = """{"isOn":false}""";

    // Of most streams one column, the first one.
    private static readonly Dictionary<string, int> Keys = new() { [TeamMembers] = 2, [Visits] = 2 };

    private static readonly StreamDefinition<string?[]>[] Catalogue =
    [
        Define(
            People,
            StreamSubject.Accounts,
            StreamMode.Snapshot,
            ("id", ColumnType.Text, ColumnSemantic.AccountId),
            ("name", ColumnType.Text, ColumnSemantic.DisplayName),
            ("kind", ColumnType.Text, ColumnSemantic.AccountType),
            ("why", ColumnType.Text, ColumnSemantic.AccountTypeReason),
            ("status", ColumnType.Text, ColumnSemantic.AccountStatus),
            ("size", ColumnType.Int64, ColumnSemantic.None),
            ("share", ColumnType.Decimal, ColumnSemantic.None),
            ("since", ColumnType.Timestamp, ColumnSemantic.None),
            ("extra", ColumnType.Json, ColumnSemantic.None)),
        Define(Seats, StreamSubject.Seats, StreamMode.Snapshot, ("person", ColumnType.Text, ColumnSemantic.AccountId), ("billed", ColumnType.Boolean, ColumnSemantic.SeatBilled)),
        Define(
            Teams,
            StreamSubject.Groups,
            StreamMode.Snapshot,
            ("id", ColumnType.Text, ColumnSemantic.GroupId),
            ("name", ColumnType.Text, ColumnSemantic.DisplayName),
            ("retired", ColumnType.Boolean, ColumnSemantic.IsRetired),
            ("members", ColumnType.Int64, ColumnSemantic.MemberCount)),
        Define(TeamMembers, StreamSubject.GroupMembers, StreamMode.Snapshot, ("team", ColumnType.Text, ColumnSemantic.GroupId), ("person", ColumnType.Text, ColumnSemantic.AccountId)),
        Define(
            Tools,
            StreamSubject.Apps,
            StreamMode.Snapshot,
            ("id", ColumnType.Text, ColumnSemantic.AppId),
            ("name", ColumnType.Text, ColumnSemantic.DisplayName),
            ("off", ColumnType.Boolean, ColumnSemantic.IsRetired),
            ("scopes", ColumnType.Json, ColumnSemantic.AppScopes)),
        Define(Rooms, StreamSubject.Spaces, StreamMode.Snapshot, ("id", ColumnType.Text, ColumnSemantic.SpaceId), ("name", ColumnType.Text, ColumnSemantic.DisplayName), ("retired", ColumnType.Boolean, ColumnSemantic.IsRetired)),
        Define(Visits, StreamSubject.Activity, StreamMode.Append, ("person", ColumnType.Text, ColumnSemantic.AccountId), ("at", ColumnType.Timestamp, ColumnSemantic.ActivityAt)),
    ];

    private readonly Dictionary<string, List<string?[]>> _rows = [];

    /// <summary>Streams that break off after their first rows, so that nothing is taken for gone.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>Whether nobody answers any more.</summary>
    public bool IsGone { get; set; }

    public static IReadOnlyList<StreamDescription> Streams => [.. Catalogue.Select(stream => stream.Description)];

    /// <summary>Sets what a stream brings with the next runs.</summary>
    public void Write(string stream, params IEnumerable<string?[]> rows) => _rows[stream] = [.. rows];

    public ConnectorDescription Describe() => new() { Service = "Ledger", Title = "Ledger", Summary = "A ledger.", Settings = [], Streams = Streams };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => [];

    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new PreflightReport { Tenant = "Ledger", Account = "Clerk", Streams = [] });

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        IsGone ? throw new ConnectorException(FailureReason.AuthorizeAgain, "The ledger lets nobody in.", "Ask the clerk.") : Task.FromResult<ConnectorIdentity?>(null);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => [];

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var stream = Catalogue.Single(entry => entry.Description.Id == request.StreamId);
        var rows = _rows.GetValueOrDefault(request.StreamId) ?? [];

        yield return new RecordPage<string?[]>(stream, rows)
        {
            End = Broken.Contains(request.StreamId)
                ? StreamEnd.Partial(FailureReason.TryLater, "broke_off", "It broke off.", "Run again.")
                : StreamEnd.Complete(),
            Evidence = new() { Calls = 1, Received = rows.Count },
        };
    }

    private static StreamDefinition<string?[]> Define(string id, StreamSubject subject, StreamMode mode, params (string Name, ColumnType Type, ColumnSemantic Semantic)[] columns)
    {
        StreamDefinitionBuilder<string?[]> builder = new(new()
        {
            Id = id,
            Name = id,
            Description = "One row is an entry.",
            Mode = mode,
            Subject = subject,
            Methods = [$"{id}.list"],
            LostWithout = "Nothing.",
        });

        foreach (var (position, (name, type, semantic)) in columns.Index())
        {
            ColumnMeaning meaning = new() { Description = "A value.", Source = $"{id}.list: {name}", IsKey = position < Keys.GetValueOrDefault(id, 1), Semantic = semantic };
            _ = type switch
            {
                ColumnType.Int64 => builder.Int64(name, row => Parsed<long>(row[position]), meaning),
                ColumnType.Decimal => builder.Decimal(name, row => Parsed<decimal>(row[position]), meaning),
                ColumnType.Boolean => builder.Boolean(name, row => Parsed<bool>(row[position]), meaning),
                ColumnType.Timestamp => builder.Timestamp(name, row => Parsed<DateTimeOffset>(row[position]), meaning),
                ColumnType.Json => builder.Json(name, row => row[position], meaning),
                _ => builder.Text(name, row => row[position], meaning),
            };
        }

        return builder.Build();
    }

    private static T? Parsed<T>(string? text)
        where T : struct, IParsable<T> => text is null ? null : T.Parse(text, CultureInfo.InvariantCulture);

    private static ConnectorException NoConsent() => new(FailureReason.NotAvailable, "The ledger asks nobody for consent.", "Leave the authorization out.");
}
