using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection;

/// <summary>A stream: its description and how it is read. Holds no state of a run.</summary>
internal abstract class SlackStream
{
    /// <summary>What a person does about workspaces that the app may not read.</summary>
    protected const string AddApp = "Let an administrator of the organisation add the app to its workspaces, then run the connector again.";

    /// <summary>How often a stream begins anew before it is given up.</summary>
    protected const int MaximumRestarts = 3;

    /// <summary>The stream, as data.</summary>
    public abstract StreamDescription Description { get; }

    /// <summary>Reads the stream, a page at a time.</summary>
    /// <param name="session">The way to Slack.</param>
    /// <param name="request">Where to go on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The pages.</returns>
    public abstract IAsyncEnumerable<StreamPage> CollectAsync(SlackSession session, StreamRequest request, CancellationToken cancellationToken);

    /// <summary>Asks for as little as possible, by the same code as <see cref="CollectAsync"/>.</summary>
    /// <param name="session">The way to Slack.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What it came to.</returns>
    public abstract Task<Probe> ProbeAsync(SlackSession session, CancellationToken cancellationToken);

    /// <summary>Works out the calls that a run will make. No network.</summary>
    /// <param name="basis">What is known.</param>
    /// <returns>The estimates; nothing when nothing can be said.</returns>
    public virtual IEnumerable<CallEstimate> Estimate(EstimateBasis basis) => [];

    /// <summary>The end of a stream whose scope is known not to be granted, or <see langword="null"/> when it may be tried.</summary>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The end.</returns>
    protected virtual StreamEnd? SkipBeforehand(SlackIdentity identity) =>
        identity.Scopes is { } granted && Description.Scopes.FirstOrDefault(scope => !granted.Contains(scope)) is { } missing ? MissingScope(missing) : null;

    /// <summary>The end of a stream without its scope.</summary>
    /// <param name="scope">The scope.</param>
    /// <returns>The end.</returns>
    protected StreamEnd MissingScope(string scope) => StreamEnd.Skipped(
        FailureReason.GrantScope,
        "missing_scope",
        $"The token lacks the scope {scope}, so {Description.Methods[0]} was not called. {Description.LostWithout}",
        $"Add the user scope {scope} to the Slack app, then press Authorize again: a token never gains scopes by itself.");

    /// <summary>The end of a stream that was skipped, as the failure that it stands for.</summary>
    /// <param name="skipped">The end.</param>
    /// <returns>The failure.</returns>
    protected static SlackFailure Failure(StreamEnd skipped) => new(SlackErrorAction.SkipStream, skipped.Reason!.Value, skipped.Code!, skipped.Message!, skipped.Fix!);

    /// <summary>The end of a stream of an organisation whose app is in no workspace.</summary>
    /// <returns>The end.</returns>
    protected StreamEnd NoWorkspaces() => StreamEnd.Skipped(
        FailureReason.NotAvailable,
        "no_workspaces",
        $"The token is for a whole organisation, and the app was added to none of its workspaces. {Description.LostWithout}",
        AddApp);

    /// <summary>The end of a stream, corrected when workspaces of an organisation could not be read.</summary>
    /// <param name="end">The end.</param>
    /// <param name="position">Where it ended.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The end.</returns>
    protected StreamEnd Whole(StreamEnd end, StreamPosition position, SlackIdentity identity)
    {
        if (position.RefusedWorkspaces is not { Count: > 0 and var refused } || end.Outcome is not StreamOutcome.Complete)
        {
            return end;
        }

        var message = $"{refused} of the organisation's {identity.Workspaces?.Count} workspaces may not be read with this token.";

        return position.Pages == 0
            ? StreamEnd.Skipped(FailureReason.NotAvailable, "team_access_not_granted", $"{message} {Description.LostWithout}", AddApp)
            : StreamEnd.Partial(FailureReason.NotAvailable, "team_access_not_granted", $"{message} What came from the others was kept.", AddApp, end.HighWaterMark);
    }

    /// <summary>What becomes of a stream after a call that did not succeed.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="hasPages">Whether pages were given out before.</param>
    /// <returns>The end.</returns>
    /// <exception cref="ConnectorException">The stream, or the run, cannot end in good order.</exception>
    protected StreamEnd EndAfter(SlackFailure failure, bool hasPages) => failure.Action switch
    {
        SlackErrorAction.SkipStream when !hasPages => StreamEnd.Skipped(failure.Reason, failure.Code, $"{failure.Message} {Description.LostWithout}", failure.Fix),
        SlackErrorAction.SkipStream or SlackErrorAction.Retry or SlackErrorAction.RestartStream when hasPages => Partial(failure),
        SlackErrorAction.FixRequest when hasPages && failure.Code is "over_pagination_limit" => Partial(failure),
        _ => throw failure.ToException(),
    };

    /// <summary>The evidence of a page.</summary>
    /// <param name="cost">What it cost.</param>
    /// <param name="received">Records that came.</param>
    /// <param name="omitted">Those that are no row.</param>
    /// <param name="notes">Remarks.</param>
    /// <returns>The evidence.</returns>
    internal static PageEvidence Evidence(CallCost cost, int received, IReadOnlyList<OmittedRecords> omitted, IReadOnlyList<EvidenceNote> notes) => new()
    {
        Calls = cost.Calls,
        Retries = cost.Retries,
        Throttled = cost.Throttled,
        Waited = cost.Waited,
        Received = received,
        Omitted = omitted,
        Notes = cost.HasOwnPace ? [.. notes, OwnPace()] : notes,
    };

    /// <summary>The remark that a stream began anew.</summary>
    /// <returns>The remark.</returns>
    protected static EvidenceNote CursorExpired() =>
        new("cursor_expired", "Slack no longer knew the place in the list, so the stream was read again from its beginning.");

    /// <summary>The remark that a checkpoint could not be used.</summary>
    /// <returns>The remark.</returns>
    internal static EvidenceNote CheckpointUnreadable() =>
        new("checkpoint_unreadable", "The checkpoint was not written by this version, so the stream was read from its beginning.");

    private static EvidenceNote OwnPace() =>
        new("own_pace", "The host's store did not answer, so calls were paced without regard to other connectors of the same app and workspace.");

    private static StreamEnd Partial(SlackFailure failure) =>
        StreamEnd.Partial(failure.Reason, failure.Code, $"{failure.Message} What came before was kept.", failure.Fix);
}
