using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Insights;

/// <summary>Rooms with owners and traffic, groups and applications: a connector whose every row a test writes down.</summary>
internal sealed class PlacesConnector : IConnector
{
    public const string People = "people";
    public const string Rooms = "rooms";
    public const string Talks = "talks";
    public const string Tools = "tools";
    public const string Teams = "teams";
    public const string TeamMembers = "team_members";

    private readonly Dictionary<string, List<string?[]>> _rows = [];
    private readonly StreamDefinition<string?[]>[] _catalogue;

    /// <param name="talksReachBack">How far back the service remembers what happens in rooms; null: nobody knows.</param>
    /// <param name="countsMembers">Whether the service counts the members of groups itself.</param>
    public PlacesConnector(TimeSpan? talksReachBack = null, bool countsMembers = true) => _catalogue =
    [
        Define(People, StreamSubject.Accounts, StreamMode.Snapshot, null, ("id", ColumnType.Text, ColumnSemantic.AccountId), ("name", ColumnType.Text, ColumnSemantic.DisplayName), ("status", ColumnType.Text, ColumnSemantic.AccountStatus)),
        Define(
            Rooms, StreamSubject.Spaces, StreamMode.Snapshot, null, ("id", ColumnType.Text, ColumnSemantic.SpaceId), ("name", ColumnType.Text, ColumnSemantic.DisplayName),
            ("retired", ColumnType.Boolean, ColumnSemantic.IsRetired), ("members", ColumnType.Int64, ColumnSemantic.MemberCount), ("owner", ColumnType.Text, ColumnSemantic.ResponsibleAccountId)),
        Define(Talks, StreamSubject.Activity, StreamMode.Append, talksReachBack, ("id", ColumnType.Text, ColumnSemantic.None), ("room", ColumnType.Text, ColumnSemantic.SpaceId), ("at", ColumnType.Timestamp, ColumnSemantic.ActivityAt)),
        Define(
            Tools, StreamSubject.Apps, StreamMode.Snapshot, null, ("id", ColumnType.Text, ColumnSemantic.AppId), ("name", ColumnType.Text, ColumnSemantic.DisplayName), ("off", ColumnType.Boolean, ColumnSemantic.IsRetired),
            ("scopes", ColumnType.Text, ColumnSemantic.AppScopes), ("by", ColumnType.Text, ColumnSemantic.ResponsibleAccountId)),
        Define(
            Teams, StreamSubject.Groups, StreamMode.Snapshot, null,
            [("id", ColumnType.Text, ColumnSemantic.GroupId), ("name", ColumnType.Text, ColumnSemantic.DisplayName), ("retired", ColumnType.Boolean, ColumnSemantic.IsRetired), .. countsMembers ? [("members", ColumnType.Int64, ColumnSemantic.MemberCount)] : Array.Empty<(string, ColumnType, ColumnSemantic)>()]),
        Define(TeamMembers, StreamSubject.GroupMembers, StreamMode.Snapshot, null, ("key", ColumnType.Text, ColumnSemantic.None), ("team", ColumnType.Text, ColumnSemantic.GroupId), ("person", ColumnType.Text, ColumnSemantic.AccountId)),
    ];

    /// <summary>Streams that break off after their first rows.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>Permissions that reach far.</summary>
    public IReadOnlyList<BroadAppScope> Broad { get; set; } = [new("admin.*", "administer"), new("read:all", "read everything")];

    /// <summary>Sets what a stream brings with the next runs.</summary>
    public void Write(string stream, params IEnumerable<string?[]> rows) => _rows[stream] = [.. rows];

    public ConnectorDescription Describe() => new() { Service = "Places", Title = "Places", Summary = "Places.", Settings = [], Streams = [.. _catalogue.Select(stream => stream.Description)], BroadAppScopes = Broad };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => [];

    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => Task.FromResult(new PreflightReport { Tenant = "House", Account = "Keeper", Streams = [] });

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => Task.FromResult<ConnectorIdentity?>(null);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => [];

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        var rows = _rows.GetValueOrDefault(request.StreamId) ?? [];

        yield return new RecordPage<string?[]>(_catalogue.Single(entry => entry.Description.Id == request.StreamId), rows)
        {
            End = Broken.Contains(request.StreamId) ? StreamEnd.Partial(FailureReason.TryLater, "broke_off", "It broke off.", "Run again.") : StreamEnd.Complete(),
            Evidence = new() { Calls = 1, Received = rows.Count },
        };
    }

    private static StreamDefinition<string?[]> Define(string id, StreamSubject subject, StreamMode mode, TimeSpan? looksBack, params (string Name, ColumnType Type, ColumnSemantic Semantic)[] columns)
    {
        StreamDefinitionBuilder<string?[]> builder = new(new()
        {
            Id = id,
            Name = $"The {id}",
            Description = "One row is one of them.",
            Mode = mode,
            Subject = subject,
            Methods = [$"{id}.list"],
            LostWithout = "Nobody knows.",
            LooksBack = looksBack,
        });

        foreach (var (position, (name, type, semantic)) in columns.Index())
        {
            ColumnMeaning meaning = new() { Description = "A value.", Source = $"{id}.list: {name}", IsKey = position == 0, Semantic = semantic };
            _ = type switch
            {
                ColumnType.Int64 => builder.Int64(name, row => row[position] is { } number ? long.Parse(number, CultureInfo.InvariantCulture) : null, meaning),
                ColumnType.Boolean => builder.Boolean(name, row => row[position] is { } truth ? bool.Parse(truth) : null, meaning),
                ColumnType.Timestamp => builder.Timestamp(name, row => row[position] is { } moment ? DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture) : null, meaning),
                _ => builder.Text(name, row => row[position], meaning),
            };
        }

        return builder.Build();
    }

    private static ConnectorException NoConsent() => new(FailureReason.NotAvailable, "The house asks nobody for consent.", "Leave the authorization out.");
}
