using System.Runtime.CompilerServices;
using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>The five verbs; each is done by the room of that name.</summary>
/// <remarks>Rooms are made when a verb needs them: code that can be unloaded is compiled anew at each load, and most of a load's time goes there.</remarks>
/// <param name="scopes">What is asked for.</param>
/// <param name="manifest">How the Slack app is made.</param>
/// <param name="validator">Checks settings.</param>
/// <param name="authorization">Gets consent.</param>
/// <param name="sessions">Makes the way to Slack.</param>
/// <param name="health">Looks whether it will go on working.</param>
/// <param name="preflight">Says what a run would get.</param>
/// <param name="streams">What is collected.</param>
internal sealed class SlackConnector(
    Lazy<SlackScopes> scopes,
    Lazy<SlackAppManifest> manifest,
    Lazy<SlackSettingsValidator> validator,
    Lazy<SlackAuthorization> authorization,
    SlackSessions sessions,
    Lazy<HealthWatch> health,
    Lazy<SlackPreflight> preflight,
    Lazy<SlackStreams> streams) : IConnector
{
    /// <inheritdoc/>
    public ConnectorDescription Describe() => new()
    {
        Service = "Slack",
        Title = "Slack Connectors",
        Summary = "Collects a Slack workspace's inventory: people, paid seats, sign-ins, apps, channels and user groups. Reads only; what people write to each other is never kept.",
        Settings = SlackSettingDefinitions.All(),
        Authorization = new()
        {
            TokenSetting = SlackSettingDefinitions.Token,
            RequiredSettings = [SlackSettingDefinitions.ClientId, SlackSettingDefinitions.ClientSecret],
            ConsentedBy = "An administrator or owner of the workspace, best with a service account that stays: the token ends with the account that consented.",
        },
        Scopes = scopes.Value.All,
        Streams = [.. streams.Value.All.Select(stream => stream.Description)],
        SeatRules = SlackSeatRules.Rules,
        Outcomes = SlackOutcomes.All,
        BroadAppScopes = SlackBroadScopes.All,
        SetupSteps =
        [
            "Open the link below, choose the workspace and create the app; redirect URL and scopes are filled in.",
            "Copy Client ID and Client Secret from the app's page Basic Information into the connector.",
            "Press Authorize as an administrator or owner of the workspace and choose Allow; the token is filled in.",
            "For e-mail addresses add the user scope users:read.email to the app and to the field Additional scopes before you press Authorize.",
        ],
        SetupLinkTemplate = manifest.Value.LinkTemplate(),
    };

    /// <inheritdoc/>
    public IReadOnlyList<SettingProblem> Validate(SettingValues settings) =>
        [.. validator.Value.Validate(SlackSettings.From(settings)).Errors.Select(error => new SettingProblem(error.PropertyName, error.ErrorCode, error.ErrorMessage))];

    /// <inheritdoc/>
    public Uri BeginAuthorization(AuthorizationRequest request) => authorization.Value.Begin(request);

    /// <inheritdoc/>
    public Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken) =>
        authorization.Value.CompleteAsync(context, callback, cancellationToken);

    /// <inheritdoc/>
    public Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken) => preflight.Value.AskAsync(context, cancellationToken);

    /// <inheritdoc/>
    public async Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) =>
        await health.Value.CheckAsync(sessions.Open(context, "identity"), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history)
    {
        var known = SlackSettings.From(settings);
        var all = history.GroupBy(stream => stream.StreamId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);

        return [.. all.Values.SelectMany(stream => streams.Value.Find(stream.StreamId)?.Estimate(new(stream, all, known)) ?? [])];
    }

    /// <inheritdoc/>
    public ApplicationManifest? PrepareApplication(ApplicationRequest request) => manifest.Value.Prepare(request);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = streams.Value.Find(request.StreamId)
            ?? throw new ConnectorException(FailureReason.ReportDefect, $"There is no stream '{request.StreamId}'.", "Choose one of the streams that the connector describes.", "unknown_stream");

        var session = sessions.Open(context, request.StreamId);
        await using var pages = stream.CollectAsync(session, request, cancellationToken).GetAsyncEnumerator(cancellationToken);

        while (await NextAsync(pages, session))
        {
            session.Untold = null;
            yield return pages.Current;
        }
    }

    /// <summary>Asks for the next page; a failure takes along what the calls for it cost.</summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<StreamPage> pages, SlackSession session)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (ConnectorException failure) when (failure.Evidence is null && session.Untold is not null)
        {
            throw new ConnectorException(failure.Reason, failure.Message, failure.Fix, failure.SourceCode, failure)
            {
                Evidence = new() { Calls = session.Untold.Calls, Retries = session.Untold.Retries, Throttled = session.Untold.Throttled, Waited = session.Untold.Waited, Received = 0 },
            };
        }
    }
}
