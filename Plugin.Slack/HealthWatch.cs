using System.Globalization;
using Plugin.Abstractions;
using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack;

/// <summary>Asks who the connector is and whether anything will keep it from working soon.</summary>
/// <remarks>A user token lives and dies with the account that gave the consent, so that account is looked at. Source: https://docs.slack.dev/authentication/installing-with-oauth/</remarks>
/// <param name="scopes">The scopes that the connector uses.</param>
internal sealed class HealthWatch(SlackScopes scopes)
{
    private const string AdminScope = "admin";
    private const string AskAdministrator = "Raise the account's role again, or press Authorize as an administrator or owner, best with a service account that stays.";

    /// <summary>Asks.</summary>
    /// <param name="session">The way to Slack.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The identity, with what was found.</returns>
    /// <exception cref="ConnectorException">There is no usable token, or Slack cannot be reached.</exception>
    public async Task<ConnectorIdentity> CheckAsync(SlackSession session, CancellationToken cancellationToken)
    {
        CallCost cost = new();
        var identity = await session.IdentifyAsync(cost, isFresh: true, cancellationToken);
        List<ConnectorWarning> warnings = [.. OfScopes(session, identity), .. OfToken(session, identity)];

        warnings.AddRange(OfInstaller(await OwnAccount.ReadAsync(session, identity, cost, cancellationToken), identity));

        if (identity.Workspaces is { Count: 0 })
        {
            warnings.Add(new("no_workspaces", "The token is for a whole organisation, and the app was added to none of its workspaces: nothing can be read.", "Let an administrator of the organisation add the app to its workspaces."));
        }

        if (cost.IsBeingMoved)
        {
            warnings.Add(new("workspace_moving", "Slack says that the workspace is being moved into an Enterprise organisation: calls fail meanwhile, and the token may end with the move.", "Wait until the move is done; if the connector is refused then, press Authorize again."));
        }

        return new()
        {
            TenantId = identity.TeamId,
            TenantName = identity.TeamName,
            ApplicationId = identity.AppId,
            AccountId = identity.UserId,
            Plan = SlackPlans.Of(identity),
            GrantedScopes = identity.Scopes,
            Warnings = warnings,
            Calls = cost.Calls,
        };
    }

    private IEnumerable<ConnectorWarning> OfScopes(SlackSession session, SlackIdentity identity)
    {
        var missing = identity.Scopes is { } granted ? scopes.ToAskFor(session.Settings).Except(granted, StringComparer.Ordinal).ToList() : [];

        if (missing.Count > 0)
        {
            yield return new(
                "scopes_missing",
                $"The token lacks scopes that the connector uses: {string.Join(", ", missing)}. What they open is left out.",
                "Add them to the Slack app as user scopes, then press Authorize again. Leave it as it is when they are left out on purpose.");
        }
    }

    private static IEnumerable<ConnectorWarning> OfToken(SlackSession session, SlackIdentity identity)
    {
        var end = session.Tokens.Granted?.ExpiresAt ?? CredentialEnd.After(session.Clock.GetUtcNow(), identity.ExpiresIn);

        if (session.Tokens.NotRenewed is { } failure)
        {
            yield return new("token_not_renewed", $"The token could not be renewed and ends on {Moment(end)}: {failure.Message}", failure.Fix);
        }
        else if (end is not null && session.Tokens.Granted?.RefreshToken is null)
        {
            yield return new("token_ends", $"The token ends on {Moment(end)} and cannot be renewed, because there is no refresh token with it.", "Press Authorize: then the connector gets a refresh token and renews the token by itself.");
        }
    }

    private static IEnumerable<ConnectorWarning> OfInstaller(SlackUser? installer, SlackIdentity identity)
    {
        if (installer is null)
        {
            yield break;
        }

        if (installer.IsRestricted is true || installer.IsUltraRestricted is true)
        {
            yield return new("installer_is_guest", "The account that gave the consent is a guest now: Slack ends tokens of guests, and guests see few channels and people.", AskAdministrator);
        }
        else if (IsDemoted(installer) && identity.Scopes?.Contains(AdminScope) is true)
        {
            yield return new("installer_not_admin", "The account that gave the consent is no administrator or owner any more: seats, sign-ins and changes of apps will be refused.", AskAdministrator);
        }
    }

    /// <summary>Whether Slack says that the account is no administrator; that it says nothing proves nothing.</summary>
    private static bool IsDemoted(SlackUser installer) =>
        installer is { IsAdmin: not true, IsOwner: not true, IsPrimaryOwner: not true, EnterpriseUser: null or { IsAdmin: not true, IsOwner: not true, IsPrimaryOwner: not true } }
        && (installer.IsAdmin is false || installer.IsOwner is false);

    private static string Moment(DateTimeOffset? end) => end is { } moment ? moment.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture) : "an unknown day";
}
