using System.Globalization;
using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Tests.Runs;

/// <summary>Rooms and who is in them, asked room by room: a connector whose every answer a test decides.</summary>
/// <param name="isPartLast">Whether the room comes behind the member in the key.</param>
internal sealed class RoomsConnector(bool isPartLast = false) : IConnector
{
    private StreamDefinition<(string Room, string Member)> Members { get; } = Define(isPartLast);

    private static StreamDefinition<(string Room, string Member)> Define(bool isPartLast)
    {
        var stream = new StreamDefinitionBuilder<(string Room, string Member)>(new()
        {
            Id = "members",
            Name = "Members",
            Description = "One row is a member of a room.",
            Mode = StreamMode.PartedSnapshot,
            PartColumn = "room",
            Methods = ["rooms.members"],
            LostWithout = "Nobody knows who is where.",
        });

        return (isPartLast ? Room(Member(stream)) : Member(Room(stream))).Build();
    }

    private static StreamDefinitionBuilder<(string Room, string Member)> Room(StreamDefinitionBuilder<(string Room, string Member)> stream) =>
        stream.Text("room", row => row.Room, new() { Description = "The room.", Source = "rooms.members: room", IsKey = true });

    private static StreamDefinitionBuilder<(string Room, string Member)> Member(StreamDefinitionBuilder<(string Room, string Member)> stream) =>
        stream.Text("member", row => row.Member, new() { Description = "The member.", Source = "rooms.members: members[]", IsKey = true });

    /// <summary>Who is in which room now.</summary>
    public SortedDictionary<string, SortedSet<string>> Rooms { get; } = new(StringComparer.Ordinal);

    /// <summary>The rooms that the next run asks for, one a page.</summary>
    public IReadOnlyList<string> Asked { get; set; } = [];

    /// <summary>After how many rooms the stream ends partial; null: complete.</summary>
    public int? BreaksOffAfter { get; set; }

    public ConnectorIdentity? Identity { get; set; }

    public ConnectorException? Refusal { get; set; }

    public IReadOnlyList<CallEstimate> Estimates { get; set; } = [];

    /// <summary>What the last run asked for.</summary>
    public StreamRequest? Request { get; private set; }

    /// <summary>What the last run was shown of the rows before it.</summary>
    public IReadOnlyList<string>? SeenBefore { get; private set; }

    public IReadOnlyList<StreamHistory> History { get; private set; } = [];

    public ConnectorDescription Describe() => new() { Service = "Rooms", Title = "Rooms", Summary = "Rooms.", Settings = [], Streams = [Members.Description] };

    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) => [];

    public Uri BeginAuthorization(AuthorizationRequest request) => throw NoConsent();

    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) => throw NoConsent();

    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        Task.FromResult(new PreflightReport { Tenant = "House", Account = "Keeper", Streams = [new() { StreamId = "members", Access = StreamAccess.Granted, Message = "The doors are open." }] });

    public Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => Refusal is null ? Task.FromResult(Identity) : throw Refusal;

    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history)
    {
        History = history;

        return Estimates;
    }

    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Request = request;
        SeenBefore = request.Before is null ? null : await ReadAsync(request.Before, cancellationToken);
        var rooms = BreaksOffAfter is { } most ? Asked.Take(most).ToList() : [.. Asked];

        for (var at = int.Parse(request.ResumeFrom?.Value ?? "0", CultureInfo.InvariantCulture); at < rooms.Count; at++)
        {
            List<(string, string)> rows = Rooms.TryGetValue(rooms[at], out var members) ? [.. members.Select(member => (rooms[at], member))] : [];

            yield return new RecordPage<(string Room, string Member)>(Members, rows)
            {
                Covered = [rooms[at]],
                Next = new((at + 1).ToString(CultureInfo.InvariantCulture)),
                Evidence = new() { Calls = 1, Received = rows.Count },
            };
        }

        yield return new RecordPage<(string Room, string Member)>(Members, [])
        {
            End = BreaksOffAfter is null
                ? StreamEnd.Complete(new("complete"))
                : StreamEnd.Partial(FailureReason.TryLater, "broke_off", "It broke off.", "Run again.", new("partial")),
            Evidence = new() { Calls = 0, Received = 0 },
        };
    }

    private static ConnectorException NoConsent() => new(FailureReason.NotAvailable, "The house asks nobody for consent.", "Leave the authorization out.");

    private static async Task<List<string>> ReadAsync(IRunRows before, CancellationToken cancellationToken)
    {
        List<string> rows = [];

        await foreach (var row in before.ReadAsync("members", ["room", "member"], null, cancellationToken))
        {
            rows.Add($"{row.Text(0)}/{row.Text(1)}");
        }

        return rows;
    }
}
