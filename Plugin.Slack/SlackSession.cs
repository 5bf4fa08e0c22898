using System.Net.Http.Headers;
using Plugin.Abstractions;
using Plugin.Abstractions.Collection;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;
using Plugin.Slack.Collection;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>The way to Slack for one call of a verb: client, token and identity together.</summary>
/// <param name="context">The session's context.</param>
/// <param name="settings">The settings.</param>
/// <param name="client">Calls Slack.</param>
/// <param name="tokens">The token.</param>
/// <param name="identities">What is known already.</param>
/// <param name="purpose">The stream that waits, or what else it is for.</param>
/// <param name="memory">Answers that need not be asked for again, or <see langword="null"/>: everything is asked.</param>
internal sealed class SlackSession(ConnectorContext context, SlackSettings settings, SlackClient client, SlackTokens tokens, IdentityMemory identities, string purpose, AnswerMemory? memory = null)
{
    /// <summary>The settings.</summary>
    public SlackSettings Settings => settings;

    /// <summary>Calls Slack without the connector's token.</summary>
    public SlackClient Client => client;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => context.Clock;

    /// <summary>Rows that earlier streams of the run have committed.</summary>
    public IRunRows Rows => context.Rows;

    /// <summary>The token of the session.</summary>
    public SlackTokens Tokens => tokens;

    /// <summary>Where the cost of the latest call was added, until it has been told; <see langword="null"/> when nothing is untold.</summary>
    public CallCost? Untold { get; set; }

    /// <summary>Makes a call with the connector's token; one that has expired is renewed once.</summary>
    /// <typeparam name="TAnswer">The answer's type.</typeparam>
    /// <param name="call">The call.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>An answer with <c>ok</c>, or the failure.</returns>
    /// <exception cref="ConnectorException">There is no token, or it could not be renewed.</exception>
    public Task<SlackResult<TAnswer>> CallAsync<TAnswer>(SlackCall<TAnswer> call, CallCost cost, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer =>
        memory is null ? AskAsync(call, cost, cancellationToken) : memory.GetAsync(call, cost, () => AskAsync(call, cost, cancellationToken));

    private async Task<SlackResult<TAnswer>> AskAsync<TAnswer>(SlackCall<TAnswer> call, CallCost cost, CancellationToken cancellationToken)
        where TAnswer : SlackAnswer
    {
        Untold = cost;
        var token = await tokens.CurrentAsync(cost, Waiting, cancellationToken);
        var result = await client.CallAsync(call, Bearer(token), cost, Waiting, cancellationToken);

        // Slack calls the token invalid, too, when its account is not a member of the workspace that was asked for.
        if ((result.Failure is { Code: "token_expired" } || (result.Failure is { Code: "invalid_auth" } && !call.IsInWorkspace)) && await tokens.TryReplaceAsync(token, cost, Waiting, cancellationToken))
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
    public Task<SlackIdentity> IdentifyAsync(CallCost cost, CancellationToken cancellationToken) => IdentifyAsync(cost, isFresh: false, cancellationToken);

    /// <summary>Whose the token is and what it may.</summary>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="isFresh">Whether what is known already is not good enough.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The identity.</returns>
    /// <exception cref="ConnectorException">There is no usable token, or Slack cannot be reached.</exception>
    public async Task<SlackIdentity> IdentifyAsync(CallCost cost, bool isFresh, CancellationToken cancellationToken)
    {
        var token = await tokens.CurrentAsync(cost, Waiting, cancellationToken);

        return await identities.GetAsync(token, isFresh, AskAsync, cancellationToken);

        // The call may renew the token.
        async Task<(Secret Token, SlackIdentity Identity)> AskAsync()
        {
            var identity = await new IdentityReader(this).ReadAsync(cost, cancellationToken);

            return (await tokens.CurrentAsync(cost, Waiting, cancellationToken), identity);
        }
    }

    /// <summary>Whether a failure says something about one workspace of an organisation only.</summary>
    /// <param name="failure">The failure of a call for that workspace.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Whether the other workspaces may be asked.</returns>
    /// <exception cref="ConnectorException">The token itself is not valid any more.</exception>
    public async Task<bool> IsOfWorkspaceAsync(SlackFailure failure, CallCost cost, CancellationToken cancellationToken)
    {
        if (failure.Code is "invalid_auth" && (await CallAsync(IdentityReader.AuthTest, cost, cancellationToken)).Failure is { } dead)
        {
            throw dead.ToException();
        }

        return failure.Code is "invalid_auth" or "team_access_not_granted" or "invalid_team_id" or "team_not_found";
    }

    /// <summary>Asks once whose a token is.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The answer or the failure.</returns>
    public Task<SlackResult<AuthTestAnswer>> AskIdentityOnceAsync(Secret token, CancellationToken cancellationToken) =>
        client.TryOnceAsync(IdentityReader.AuthTest, Bearer(token), cancellationToken);

    private static AuthenticationHeaderValue Bearer(Secret token) => new("Bearer", token.Reveal());

    private void Waiting(TimeSpan duration, string reason) => context.Waits.Waiting(purpose, duration, reason);
}
