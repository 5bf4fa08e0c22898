using System.Net.Http.Headers;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>The way to Slack for one call of a verb: client, token and identity together.</summary>
/// <param name="context">The session's context.</param>
/// <param name="settings">The settings.</param>
/// <param name="client">Calls Slack.</param>
/// <param name="tokens">The token.</param>
/// <param name="identities">What is known already.</param>
/// <param name="purpose">The stream that waits, or what else it is for.</param>
internal sealed class SlackSession(ConnectorContext context, SlackSettings settings, SlackClient client, SlackTokens tokens, IdentityMemory identities, string purpose)
{
    private readonly AnswerReader<AuthTestAnswer> _identityReader = new(SlackJson.Default.AuthTestAnswer);

    /// <summary>The settings.</summary>
    public SlackSettings Settings => settings;

    /// <summary>Calls Slack without the connector's token.</summary>
    public SlackClient Client => client;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => context.Clock;

    /// <summary>Rows that earlier streams of the run have committed.</summary>
    public IRunRows Rows => context.Rows;

    /// <summary>Where the cost of the latest call was added, until it has been told; <see langword="null"/> when nothing is untold.</summary>
    public CallCost? Untold { get; set; }

    /// <summary>Makes a call with the connector's token; one that has expired is renewed once.</summary>
    /// <typeparam name="TAnswer">The answer's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An answer with <c>ok</c>, or the failure.</returns>
    /// <exception cref="ConnectorException">There is no token, or it could not be renewed.</exception>
    public async Task<SlackResult<TAnswer>> CallAsync<TAnswer>(SlackCall<TAnswer> call, CallCost cost, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        Untold = cost;
        var token = await tokens.CurrentAsync(cost, Waiting, cancellationToken);
        var result = await client.CallAsync(call, Bearer(token), cost, Waiting, cancellationToken);

        if (result.Failure is { Code: "token_expired" or "invalid_auth" } && await tokens.TryReplaceAsync(token, cost, Waiting, cancellationToken))
        {
            token = await tokens.CurrentAsync(cost, Waiting, cancellationToken);
            cost.Retries++;
            result = await client.CallAsync(call, Bearer(token), cost, Waiting, cancellationToken);
        }

        return result;
    }

    /// <summary>Whose the token is and what it may.</summary>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ConnectorException">There is no usable token, or Slack cannot be reached.</exception>
    public async Task<SlackIdentity> IdentifyAsync(CallCost cost, CancellationToken cancellationToken)
    {
        var token = await tokens.CurrentAsync(cost, Waiting, cancellationToken);

        if (identities.Of(token) is { } known)
        {
            return known;
        }

        var result = await CallAsync(AuthTest(), cost, cancellationToken);

        if (!result.TryGet(out var answer, out var failure))
        {
            throw failure.ToException();
        }

        if (answer.IsEnterpriseInstall is true || string.IsNullOrEmpty(answer.TeamId))
        {
            throw new ConnectorException(FailureReason.AuthorizeAgain, "The token is for a whole organisation; this connector reads one workspace.", "Install the Slack app in the workspace itself and authorize there.", "organisation_install");
        }

        var identity = new SlackIdentity
        {
            TeamId = answer.TeamId,
            TeamName = answer.Team,
            Url = answer.Url,
            EnterpriseId = answer.EnterpriseId,
            UserId = answer.UserId!,
            UserName = answer.User,
            Scopes = answer.GrantedScopes?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        };

        // The call may have renewed the token.
        identities.Keep(await tokens.CurrentAsync(cost, Waiting, cancellationToken), identity);

        return identity;
    }

    /// <summary>Asks once whose a token is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer or the failure.</returns>
    public Task<SlackResult<AuthTestAnswer>> AskIdentityOnceAsync(Secret token, CancellationToken cancellationToken) =>
        client.TryOnceAsync(AuthTest(), Bearer(token), cancellationToken);

    private static AuthenticationHeaderValue Bearer(Secret token) => new("Bearer", token.Reveal());

    private SlackCall<AuthTestAnswer> AuthTest() => new("auth.test", SlackTier.Special, [], _identityReader);

    private void Waiting(TimeSpan duration, string reason) => context.Waits.Waiting(purpose, duration, reason);
}
