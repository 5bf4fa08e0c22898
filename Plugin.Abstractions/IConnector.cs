using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;

namespace Plugin.Abstractions;

/// <summary>A connector in five verbs, in the order in which a person meets them: describe, validate, authorize, preflight, collect.</summary>
/// <remarks>
/// <para>Written for the implementer. The host may call different verbs at the same time, and <see cref="CollectAsync"/> for different streams
/// at the same time; it never enumerates one stream twice at once. All waiting is asynchronous and ends soon after cancellation.</para>
/// <para>A failure that the host's user can act on is thrown as <see cref="ConnectorException"/>; what was merely not collected is told as a value
/// (<see cref="StreamEnd"/>, <see cref="PageEvidence"/>). Any other exception counts as the plugin's own fault.</para>
/// </remarks>
public interface IConnector
{
    /// <summary>What this connector is: dialog, streams, scopes, words. Drawn by the host, stored by nobody.</summary>
    /// <returns>Plain data, equal at every call of one version. Must not throw, do I/O or depend on settings.</returns>
    ConnectorDescription Describe();

    /// <summary>Checks settings as typed, without any network.</summary>
    /// <param name="settings">The values of the dialog; a field left empty is absent.</param>
    /// <returns>What is wrong, each finding with the field and the fix; empty when all is well. Must not throw for any input.</returns>
    IReadOnlyList<SettingProblem> Validate(SettingValues settings);

    /// <summary>Starts an authorization: the address where a person gives consent. No network.</summary>
    /// <param name="request">Settings, the redirect URI that the service is to call, and the state to carry along.</param>
    /// <returns>An absolute address that the host opens in the person's browser. It must not hold a secret.</returns>
    /// <exception cref="ConnectorException"><see cref="FailureReason.FixSettings"/> when a setting that it needs is missing or wrong.</exception>
    Uri BeginAuthorization(AuthorizationRequest request);

    /// <summary>Ends an authorization: turns what the service sent to the redirect URI into a grant.</summary>
    /// <param name="context">The session's context; <see cref="ConnectorContext.Settings"/> are those the authorization began with.</param>
    /// <param name="callback">The query of the redirect. The host has already matched and consumed its state.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>The grant, with the scopes really granted.</returns>
    /// <exception cref="ConnectorException"><see cref="FailureReason.ConsentDenied"/>, <see cref="FailureReason.AuthorizeAgain"/> (code expired or used), <see cref="FailureReason.FixSettings"/>, <see cref="FailureReason.TryLater"/>.</exception>
    Task<AuthorizationGrant> CompleteAuthorizationAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken);

    /// <summary>Asks the service, by one cheap real call a stream, what a run would get.</summary>
    /// <param name="context">The session's context.</param>
    /// <param name="cancellationToken">Ends the probing.</param>
    /// <returns>One line a stream, in the order of the description.</returns>
    /// <exception cref="ConnectorException">Only when nothing at all can be said: no usable token, service not reachable.</exception>
    Task<PreflightReport> PreflightAsync(ConnectorContext context, CancellationToken cancellationToken);

    /// <summary>Asks the service who the connector is there and whether anything will keep it from working soon. Called by the host when a run begins; a few cheap calls.</summary>
    /// <remarks>The host drops what it remembers of earlier runs (marks, states) when <see cref="ConnectorIdentity.TenantId"/> or <see cref="ConnectorIdentity.ApplicationId"/> is another one than before.</remarks>
    /// <param name="context">The session's context.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The identity, or <see langword="null"/> (the default) when the connector has no such notion.</returns>
    /// <exception cref="ConnectorException">No usable token, service not reachable: the run does not begin.</exception>
    Task<ConnectorIdentity?> IdentifyAsync(ConnectorContext context, CancellationToken cancellationToken) => Task.FromResult<ConnectorIdentity?>(null);

    /// <summary>Works out what a run will cost, from what the last runs brought. No network; must not throw.</summary>
    /// <param name="settings">The connector's settings.</param>
    /// <param name="history">What is known of each chosen stream; without an entry nothing is.</param>
    /// <returns>For each stream and method the calls expected and the rate at which they may be made; a stream that is left out is not estimated. Empty by default.</returns>
    IReadOnlyList<CallEstimate> Estimate(SettingValues settings, IReadOnlyList<StreamHistory> history) => [];

    /// <summary>Makes what the service needs to set the application up for the chosen streams and no others. No network; must not throw.</summary>
    /// <param name="request">Settings, chosen streams and redirect URI.</param>
    /// <returns>The application, or <see langword="null"/> (the default) when the service takes no such description.</returns>
    ApplicationManifest? PrepareApplication(ApplicationRequest request) => null;

    /// <summary>Collects one stream. The host pulls: it asks for a page, commits its rows and its checkpoint together, then asks for the next.</summary>
    /// <param name="context">The session's context.</param>
    /// <param name="request">Which stream, and where to go on.</param>
    /// <param name="cancellationToken">Ends the collection between or within pages.</param>
    /// <returns>
    /// Pages; the last one, and only that, has <see cref="StreamPage.End"/>. Resuming from the checkpoint of page <c>n</c> must give what would have
    /// followed page <c>n</c>. Must ask the service only when the next page is asked for, and keep no more than a page in memory.
    /// </returns>
    /// <exception cref="ConnectorException">For what stops this stream, or, by <see cref="ConnectorException.StopsRun"/>, the whole run.</exception>
    IAsyncEnumerable<StreamPage> CollectAsync(ConnectorContext context, StreamRequest request, CancellationToken cancellationToken);
}
