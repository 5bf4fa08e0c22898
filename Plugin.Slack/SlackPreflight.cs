using Microsoft.Extensions.Logging;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;

namespace Plugin.Slack;

/// <summary>Says of every stream what a run would get, by the calls that a run makes. What several streams ask is asked once.</summary>
/// <param name="sessions">Makes the way to Slack.</param>
/// <param name="streams">The streams.</param>
internal sealed partial class SlackPreflight(SlackSessions sessions, SlackStreams streams)
{
    private const string Administrator = "administrator or owner";

    /// <summary>Asks.</summary>
    /// <param name="context">The session's context.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A line a stream.</returns>
    /// <exception cref="ConnectorException">There is no usable token, or Slack cannot be reached.</exception>
    public async Task<PreflightReport> AskAsync(ConnectorContext context, CancellationToken cancellationToken)
    {
        AnswerMemory memory = new();
        var session = sessions.Open(context, "preflight", memory);

        // A consent may have added scopes to the same token since somebody asked last.
        var identity = await session.IdentifyAsync(new(), isFresh: true, cancellationToken);
        var role = OwnAccount.RoleOf(await OwnAccount.ReadAsync(session, identity, new(), cancellationToken));
        List<(StreamDescription Stream, StreamPreflight Line)> lines = [];

        foreach (var stream in streams.All)
        {
            var before = memory.Calls;
            var probe = await stream.ProbeAsync(sessions.Open(context, stream.Description.Id, memory), cancellationToken);
            lines.Add((stream.Description, Line(stream.Description, probe, memory.Calls - before, identity, session)));
        }

        LogAsked(context.Logger, memory.Calls, lines.Count);

        return new()
        {
            Tenant = identity.TeamName is { Length: > 0 } name ? name : identity.TeamId,
            Account = identity.UserName is { Length: > 0 } user ? user : identity.UserId,
            GrantedScopes = identity.Scopes,
            Plan = SlackPlans.Of(identity, lines),
            Role = role,
            Streams = [.. lines.Select(line => line.Line)],
        };
    }

    private static StreamPreflight Line(StreamDescription stream, Probe probe, int calls, SlackIdentity identity, SlackSession session)
    {
        if (probe.Failure is { Action: SlackErrorAction.AbortRun } dead)
        {
            throw dead.ToException();
        }

        var access = AccessOf(probe, identity);

        return new()
        {
            StreamId = stream.Id,
            Access = access,
            Code = probe.Failure?.Code,
            Message = MessageOf(stream, probe, calls),
            Needs = [.. Scopes(stream, identity), .. Plan(stream, access), .. Role(stream, probe, access)],
            Fix = probe.Failure?.Fix ?? (access is StreamAccess.Granted ? null : "Nothing to mend: run the connector, and the run says what it got."),
            FixLink = FixLinks.Of(access, identity, session.Settings),
        };
    }

    private static StreamAccess AccessOf(Probe probe, SlackIdentity identity) => probe switch
    {
        { Failure.Reason: FailureReason.GrantScope } => StreamAccess.MissingScope,
        { Failure.Reason: FailureReason.ChangePlan } => StreamAccess.NotOnThisPlan,
        { Failure.Reason: FailureReason.RaiseRole } => StreamAccess.RoleTooLow,
        { Failure: not null } => StreamAccess.Unknown,
        { Unasked: null } => StreamAccess.Granted,

        // Nothing could be asked; what the header says of the scopes is Slack's word all the same, for a stream that reads nothing but what it knows.
        _ => probe.IsGrantedByScope && identity.Scopes is not null ? StreamAccess.Granted : StreamAccess.Unknown,
    };

    private static string MessageOf(StreamDescription stream, Probe probe, int calls) => probe.Failure?.Message ?? probe.Unasked
        ?? $"{stream.Methods[0]} answered{(calls == 0 ? ", when another stream asked" : calls == 1 ? ", 1 call" : $", {calls} calls")}.";

    private static IEnumerable<PreflightNeed> Scopes(StreamDescription stream, SlackIdentity identity) => stream.Scopes
        .Concat(stream.Columns.Select(column => column.Meaning.Scope).OfType<string>())
        .Distinct(StringComparer.Ordinal)
        .Select(scope => new PreflightNeed(PreflightNeedKind.Scope, scope, identity.Scopes?.Contains(scope)));

    private static IEnumerable<PreflightNeed> Plan(StreamDescription stream, StreamAccess access) => (stream.Plan, access) switch
    {
        (null, StreamAccess.NotOnThisPlan) => [new(PreflightNeedKind.Plan, "a paid plan", IsMet: false)],
        (null, _) => [],
        ({ } plan, StreamAccess.NotOnThisPlan) => [new(PreflightNeedKind.Plan, plan, IsMet: false)],
        ({ } plan, StreamAccess.Granted) => [new(PreflightNeedKind.Plan, plan, IsMet: true)],
        ({ } plan, _) => [new(PreflightNeedKind.Plan, plan, IsMet: null)],
    };

    private static IEnumerable<PreflightNeed> Role(StreamDescription stream, Probe probe, StreamAccess access)
    {
        var needsAdministrator = stream.Scopes.Contains("admin");

        return access switch
        {
            StreamAccess.RoleTooLow => [new(PreflightNeedKind.Role, IsOfGuests(probe.Failure!.Code) && !needsAdministrator ? "full member" : Administrator, IsMet: false)],
            _ when !needsAdministrator => [],
            StreamAccess.Granted => [new(PreflightNeedKind.Role, Administrator, IsMet: true)],
            _ => [new(PreflightNeedKind.Role, Administrator, IsMet: null)],
        };
    }

    private static bool IsOfGuests(string code) => code is "user_is_restricted" or "user_is_ultra_restricted" or "fail_to_get_teams_for_restricted_user";

    [LoggerMessage(EventId = 1100, Level = LogLevel.Information, Message = "Preflight made {Calls} calls for {Streams} streams")]
    private static partial void LogAsked(ILogger logger, int calls, int streams);
}
