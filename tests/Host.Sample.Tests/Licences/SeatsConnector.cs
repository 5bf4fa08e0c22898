using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Licences;

/// <summary>People, their seats, what they were seen at and their groups: a connector whose every answer a test decides.</summary>
internal sealed class SeatsConnector : IConnector
{
    private readonly StreamDefinition<Person> _people;
    private readonly StreamDefinition<(string Account, bool? IsBilled)> _seats;
    private readonly StreamDefinition<(string Id, string Account, DateTimeOffset At)> _signIns;
    private readonly StreamDefinition<(string Account, DateTimeOffset Day)> _days;
    private readonly StreamDefinition<(string Group, string Account)> _members;
    private readonly StreamDefinition<Place> _groups;
    private readonly StreamDefinition<Place> _rooms;
    private readonly StreamDefinition<(string Room, string Account)> _inRooms;
    private readonly StreamDefinition<Place> _apps;
    private readonly SeatRules? _rules;

    /// <param name="rules">How seats are charged.</param>
    /// <param name="looksBack">How far back the log of sign-ins goes, as the service says.</param>
    public SeatsConnector(SeatRules? rules = null, TimeSpan? looksBack = null)
    {
        _rules = rules;
        _people = new StreamDefinitionBuilder<Person>(Stream("people", StreamMode.Snapshot, StreamSubject.Accounts))
            .Text("id", row => row.Id, Column("id", ColumnSemantic.AccountId, isKey: true))
            .Text("name", row => row.Name, Column("name", ColumnSemantic.DisplayName))
            .Text("email", row => row.Email, Column("email", ColumnSemantic.Email))
            .Text("type", row => row.Type, Column("type", ColumnSemantic.AccountType))
            .Text("type_from", _ => "type", Column("type", ColumnSemantic.AccountTypeReason))
            .Text("status", row => row.Status, Column("status", ColumnSemantic.AccountStatus))
            .Build();
        _seats = new StreamDefinitionBuilder<(string Account, bool? IsBilled)>(Stream("seats", StreamMode.Snapshot, StreamSubject.Seats))
            .Text("account", row => row.Account, Column("account", ColumnSemantic.AccountId, isKey: true))
            .Boolean("billed", row => row.IsBilled, Column("billed", ColumnSemantic.SeatBilled))
            .Build();
        _signIns = new StreamDefinitionBuilder<(string Id, string Account, DateTimeOffset At)>(Stream("sign_ins", StreamMode.Append, StreamSubject.Activity) with { LooksBack = looksBack })
            .Text("id", row => row.Id, Column("id", isKey: true))
            .Text("account", row => row.Account, Column("account", ColumnSemantic.AccountId))
            .Timestamp("at", row => row.At, Column("at", ColumnSemantic.ActivityAt))
            .Build();
        _days = new StreamDefinitionBuilder<(string Account, DateTimeOffset Day)>(Stream("days", StreamMode.Append, StreamSubject.Activity) with { IsOnByDefault = false })
            .Text("account", row => row.Account, Column("account", ColumnSemantic.AccountId, isKey: true))
            .Timestamp("day", row => row.Day, Column("day", ColumnSemantic.ActivityAt) with { Precision = TimePrecision.Day })
            .Build();
        _members = new StreamDefinitionBuilder<(string Group, string Account)>(Stream("members", StreamMode.Snapshot, StreamSubject.GroupMembers))
            .Text("group_id", row => row.Group, Column("group", ColumnSemantic.GroupId, isKey: true))
            .Text("account", row => row.Account, Column("account", ColumnSemantic.AccountId, isKey: true))
            .Build();
        _groups = Places("groups", StreamSubject.Groups, ColumnSemantic.GroupId);
        _rooms = Places("rooms", StreamSubject.Spaces, ColumnSemantic.SpaceId);
        _apps = Places("apps", StreamSubject.Apps, ColumnSemantic.AppId);
        _inRooms = new StreamDefinitionBuilder<(string Room, string Account)>(Stream("in_rooms", StreamMode.Snapshot, StreamSubject.SpaceMembers) with { IsOnByDefault = false })
            .Text("room", row => row.Room, Column("room", ColumnSemantic.SpaceId, isKey: true))
            .Text("account", row => row.Account, Column("account", ColumnSemantic.AccountId, isKey: true))
            .Build();
    }

    public List<Person> People { get; } = [];

    public List<Place> Groups { get; } = [];

    public List<Place> Rooms { get; } = [];

    public List<(string Room, string Account)> InRooms { get; } = [];

    public List<Place> Apps { get; } = [];

    public List<(string Account, bool? IsBilled)> Seats { get; } = [];

    public List<(string Id, string Account, DateTimeOffset At)> SignIns { get; } = [];

    public List<(string Account, DateTimeOffset Day)> Days { get; } = [];

    public List<(string Group, string Account)> Members { get; } = [];

    /// <summary>How streams end that do not end complete.</summary>
    public Dictionary<string, StreamEnd> Ends { get; } = [];

    /// <summary>A person with a seat; null: nothing is known of the seat.</summary>
    public void Add(string id, bool? isBilled, string type = "member", string status = "active", params DateTimeOffset[] signIns)
    {
        People.Add(new(id, $"Name of {id}", $"{id}@seats.example", type, status));

        if (isBilled is not null)
        {
            Seats.Add((id, isBilled));
        }

        SignIns.AddRange(signIns.Select((at, number) => ($"{id}-{number}", id, at)));
    }

    /// <summary>Tells of another seat than before.</summary>
    public void Bill(string id, bool isBilled)
    {
        Seats.RemoveAll(seat => seat.Account == id);
        Seats.Add((id, isBilled));
    }

    public ConnectorDescription Describe() => new()
    {
        Service = "Seats",
        Title = "Seats",
        Summary = "Seats.",
        Settings = [],
        Streams = [_people.Description, _seats.Description, _signIns.Description, _days.Description, _members.Description, _groups.Description, _rooms.Description, _inRooms.Description, _apps.Description],
        SeatRules = _rules,
    };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => [];

    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => Task.FromResult(new PreflightReport
    {
        Tenant = "House",
        Account = "Keeper",
        Streams = [.. Describe().Streams.Select(stream => new StreamPreflight { StreamId = stream.Id, Access = StreamAccess.Granted, Message = "There." })],
    });

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => Task.FromResult<ConnectorIdentity?>(null);

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => [];

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();

        yield return request.StreamId switch
        {
            "people" => Page(_people, People),
            "seats" => Page(_seats, Seats),
            "sign_ins" => Page(_signIns, SignIns),
            "days" => Page(_days, Days),
            "groups" => Page(_groups, Groups),
            "rooms" => Page(_rooms, Rooms),
            "in_rooms" => Page(_inRooms, InRooms),
            "apps" => Page(_apps, Apps),
            _ => Page(_members, Members),
        };

        RecordPage<T> Page<T>(StreamDefinition<T> definition, List<T> rows)
        {
            var end = Ends.GetValueOrDefault(request.StreamId) ?? StreamEnd.Complete();

            return new(definition, end.Outcome is StreamOutcome.Skipped ? [] : [.. rows]) { End = end, Evidence = new() { Calls = 1, Received = end.Outcome is StreamOutcome.Skipped ? 0 : rows.Count } };
        }
    }

    private static StreamDefinition<Place> Places(string id, StreamSubject subject, ColumnSemantic semantic) =>
        new StreamDefinitionBuilder<Place>(Stream(id, StreamMode.Snapshot, subject) with { IsOnByDefault = false })
            .Text("id", row => row.Id, Column("id", semantic, isKey: true))
            .Text("name", row => row.Name, Column("name", ColumnSemantic.DisplayName))
            .Text("made_by", row => row.MadeBy, Column("made_by", ColumnSemantic.ResponsibleAccountId))
            .Boolean("retired", row => row.IsRetired, Column("retired", ColumnSemantic.IsRetired))
            .Build();

    private static StreamDescription Stream(string id, StreamMode mode, StreamSubject subject) => new()
    {
        Id = id,
        Name = $"The {id}",
        Description = "One row is one of them.",
        Mode = mode,
        Subject = subject,
        Methods = ["seats.list"],
        LostWithout = "Nobody knows.",
    };

    private static ColumnMeaning Column(string source, ColumnSemantic semantic = ColumnSemantic.None, bool isKey = false) => new()
    {
        Description = $"What {source} says.",
        Source = $"seats.list: {source}",
        Semantic = semantic,
        IsKey = isKey,
    };

    /// <summary>A group, a room or an application.</summary>
    internal sealed record Place(string Id, string? Name, string? MadeBy = null, bool IsRetired = false);

    internal sealed record Person(string Id, string Name, string Email, string Type, string Status);

    private static ConnectorException NoConsent() => new(FailureReason.NotAvailable, "Seats are counted without consent.", "Leave the authorization out.");
}
