using Plugin.Abstractions;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Errors;
using Plugin.Abstractions.Settings;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Authorization;

/// <summary>OAuth v2 for a user token: consent page, callback, exchange.</summary>
/// <remarks>Source: https://docs.slack.dev/authentication/installing-with-oauth/</remarks>
/// <param name="scopes">What to ask for.</param>
/// <param name="sessions">Makes the way to Slack.</param>
/// <param name="errors">What codes mean.</param>
/// <param name="validator">Checks the settings that consent needs.</param>
internal sealed class SlackAuthorization(SlackScopes scopes, SlackSessions sessions, SlackErrors errors, SlackSettingsValidator validator)
{
    private readonly AnswerReader<OAuthAccessAnswer> _reader = new(SlackJson.Default.OAuthAccessAnswer);

    /// <summary>The address of the consent page.</summary>
    /// <param name="request">Settings, redirect URI and state.</param>
    /// <returns>The address; holds no secret.</returns>
    /// <exception cref="ConnectorException">A setting that it needs is missing or wrong.</exception>
    public Uri Begin(AuthorizationRequest request)
    {
        var settings = SlackSettings.From(request.Settings);
        _ = SlackTokens.App(settings);

        // A token that is wrong is about to be replaced; everything else must be right.
        if (validator.Validate(settings).Errors.Find(problem => problem.PropertyName is not SlackSettingDefinitions.Token) is { } problem)
        {
            throw new ConnectorException(FailureReason.FixSettings, $"The setting {problem.PropertyName} is wrong.", problem.ErrorMessage, problem.ErrorCode);
        }

        var page = new SlackAddress(new(settings.ApiAddress)).Consent;
        var query = string.Join('&', new (string Name, string Value)[]
        {
            ("client_id", settings.ClientId!),
            ("scope", ""),
            ("user_scope", string.Join(',', scopes.ToAskFor(settings))),
            ("redirect_uri", request.RedirectUri.OriginalString),
            ("state", request.State),
        }.Select(field => $"{field.Name}={Uri.EscapeDataString(field.Value)}"));

        return new($"{page.AbsoluteUri}?{query}");
    }

    /// <summary>Turns the callback into a grant.</summary>
    /// <param name="context">The session's context.</param>
    /// <param name="callback">What came to the redirect URI.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The grant.</returns>
    /// <exception cref="ConnectorException">Consent was denied, has run out or was used, is for another workspace, or Slack cannot be reached.</exception>
    public async Task<AuthorizationGrant> CompleteAsync(ConnectorContext context, AuthorizationCallback callback, CancellationToken cancellationToken)
    {
        var session = sessions.Open(context, "authorization");
        var settings = session.Settings;

        if (callback.Value("error") is { Length: > 0 } error)
        {
            throw Denied(error);
        }

        if (callback.Value("code") is not { Length: > 0 } code)
        {
            throw new ConnectorException(FailureReason.AuthorizeAgain, "Slack came back without a code.", "Press Authorize again and choose Allow.", "missing_code");
        }

        // One try only: a code works once, and a person is there who can press Authorize again.
        KeyValuePair<string, string>[] form = [new("code", code), new("redirect_uri", callback.RedirectUri.OriginalString)];
        var call = new SlackCall<OAuthAccessAnswer>("oauth.v2.access", SlackTier.Special, form, _reader);
        var result = await session.Client.TryOnceAsync(call, SlackTokens.App(settings), cancellationToken);

        if (!result.TryGet(out var answer, out var failure))
        {
            throw failure.ToException();
        }

        var grant = Grant(context, settings, answer);
        await RefuseOtherWorkspaceAsync(context, session, grant, cancellationToken);

        return grant;
    }

    private ConnectorException Denied(string error)
    {
        if (error is "access_denied")
        {
            return new(FailureReason.ConsentDenied, "The consent was declined in Slack.", "Press Authorize again and choose Allow; if an administrator has to approve the app first, wait for the approval.", error);
        }

        var row = errors.Find(error);

        return new(row.Reason, $"Slack came back with '{row.Code}' instead of a consent: {row.Meaning}.", row.Fix, row.Code);
    }

    private AuthorizationGrant Grant(ConnectorContext context, SlackSettings settings, OAuthAccessAnswer answer)
    {
        var user = answer.AuthedUser;
        var token = user?.AccessToken ?? (answer.TokenType is "user" ? answer.AccessToken : null);

        if (user?.Id is not { Length: > 0 } accountId || token is null || !IsUserToken(token))
        {
            throw new ConnectorException(FailureReason.FixSettings, "Slack granted no user token.", "Give the Slack app user scopes (OAuth & Permissions, User Token Scopes), then press Authorize again.", "no_user_token");
        }

        // A consent for a whole organisation names no workspace.
        var tenant = answer.IsEnterpriseInstall is true || string.IsNullOrEmpty(answer.Team?.Id) ? answer.Enterprise : answer.Team;

        if (tenant?.Id is not { Length: > 0 } tenantId)
        {
            throw new ConnectorException(FailureReason.ReportDefect, "Slack named neither a workspace nor an organisation for the consent.", "Press Authorize again; if it happens once more, report it.", "no_tenant");
        }

        var granted = Split(user.Scope);
        var seconds = user.ExpiresIn ?? answer.ExpiresIn;
        var refreshToken = user.RefreshToken ?? answer.RefreshToken;

        return new()
        {
            Credential = new()
            {
                AccessToken = new(token),
                RefreshToken = string.IsNullOrWhiteSpace(refreshToken) ? null : new Secret(refreshToken),
                ExpiresAt = CredentialEnd.After(context.Clock.GetUtcNow(), seconds),
            },
            GrantedScopes = granted,
            MissingScopes = [.. scopes.ToAskFor(settings).Except(granted, StringComparer.Ordinal)],
            AccountId = accountId,
            TenantId = tenantId,
            TenantName = tenant.Name,
        };
    }

    private static async Task RefuseOtherWorkspaceAsync(ConnectorContext context, SlackSession session, AuthorizationGrant grant, CancellationToken cancellationToken)
    {
        var before = (await context.Credentials.ReadAsync(cancellationToken))?.AccessToken ?? session.Settings.Token;

        if (before is null)
        {
            return;
        }

        // A token that Slack does not take any more says nothing about its workspace; the new one then stands alone.
        if ((await session.AskIdentityOnceAsync(before, cancellationToken)).Answer?.TenantId is { Length: > 0 } teamId && teamId != grant.TenantId)
        {
            throw new ConnectorException(
                FailureReason.AuthorizeAgain,
                $"The consent is for workspace {SlackErrors.Printable(grant.TenantId)}, but this connector collects workspace {SlackErrors.Printable(teamId)}.",
                "Choose the right workspace at the top right of Slack's page, or create another connector for the other workspace.",
                "other_workspace");
        }
    }

    private static bool IsUserToken(string token) => token.StartsWith("xoxp-", StringComparison.Ordinal) || token.StartsWith("xoxe.xoxp-", StringComparison.Ordinal);

    private static string[] Split(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
