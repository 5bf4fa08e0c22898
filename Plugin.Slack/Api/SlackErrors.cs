using System.Collections.Frozen;
using Plugin.Abstractions.Errors;

namespace Plugin.Slack.Api;

/// <summary>The one table of Slack's error codes, sorted by what they ask of the caller. A code that is not here fails the stream and is named.</summary>
/// <remarks>Source: https://docs.slack.dev/apis/web-api/ and the error lists of the methods called.</remarks>
internal sealed class SlackErrors
{
    private const string WaitAndRunAgain = "Run the connector again later; if it stays like this, look at https://slack-status.com/.";
    private const string Report = "Report this code to the maintainers of the connector.";
    private const string AuthorizeAgain = "Press Authorize again, or paste a new user token.";
    private const string AskPlan = "Nothing to mend: the data exists on a paid plan only.";
    private const string AskAdministrator = "Let an administrator or owner of the workspace give the consent.";
    private const string WorkspaceInstall = "Install the app in the workspace itself and authorize there.";

    private readonly FrozenDictionary<string, SlackError> _byCode = Rows().ToFrozenDictionary(row => row.Code, StringComparer.Ordinal);

    /// <summary>All rows.</summary>
    public IReadOnlyCollection<SlackError> All => _byCode.Values;

    /// <summary>The row of a code; for an unknown one a row that fails and names it.</summary>
    /// <param name="code">The code as Slack sent it.</param>
    /// <returns>The row.</returns>
    public SlackError Find(string code) =>
        _byCode.GetValueOrDefault(code)
        ?? new(Printable(code), SlackErrorAction.Fail, FailureReason.ReportDefect, "this code is not known to the connector", Report);

    /// <summary>What a log may say of a failure: its code, unless Slack sent one that nobody knows, which could be any text.</summary>
    /// <param name="failure">The failure; <see langword="null"/>: there was none.</param>
    /// <returns>A word.</returns>
    public string Loggable(SlackFailure? failure) => failure switch
    {
        null => "ok",
        { Action: SlackErrorAction.Fail } when !_byCode.ContainsKey(failure.Code) => "unknown_code",
        _ => failure.Code,
    };

    /// <summary>Text of Slack's that may be shown: what is not a letter, digit or one of <c>_.,:-</c> is dropped, the rest cut.</summary>
    /// <param name="text">The text.</param>
    /// <returns>At most 200 characters.</returns>
    public static string Printable(string text)
    {
        var kept = text.Where(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or ',' or ':' or '-').Take(200).ToArray();

        return kept.Length == 0 ? "unprintable" : new(kept);
    }

    private static IEnumerable<SlackError> Rows() =>
    [
        Retry("ratelimited", "calls came too fast"),
        Retry("rate_limited", "calls came too fast"),
        Retry("internal_error", "something failed on Slack's side"),
        Retry("fatal_error", "something failed on Slack's side"),
        Retry("service_unavailable", "the service is not available"),
        Retry("request_timeout", "the request took too long on Slack's side"),
        Retry("team_added_to_org", "the workspace is being moved into an organisation"),

        new("invalid_cursor", SlackErrorAction.RestartStream, FailureReason.TryLater, "the place in the list is no longer known to Slack", WaitAndRunAgain),

        Defect("invalid_arguments", "an argument was not understood"),
        new("missing_argument", SlackErrorAction.FixRequest, FailureReason.ReportDefect, "an argument is missing, which happens with a token of a whole organisation", WorkspaceInstall),
        Defect("invalid_limit", "the page size was refused"),
        Defect("invalid_types", "the conversation types were refused"),
        Defect("limit_required", "the list is too long without a page size"),
        Defect("over_pagination_limit", "pages this far back are not given"),
        Defect("invalid_form_data", "the form was not understood"),
        Defect("invalid_post_type", "the content type was refused"),
        Defect("missing_post_type", "the content type was missing"),
        Defect("invalid_charset", "the character set was refused"),
        Defect("invalid_arg_name", "an argument's name was refused"),
        Defect("invalid_array_arg", "a list was not understood"),
        Defect("unknown_type", "the kind of file was refused"),
        Defect("invalid_ts_latest", "the end of the span of time was refused"),
        Defect("invalid_ts_oldest", "the beginning of the span of time was refused"),

        Skip("missing_scope", FailureReason.GrantScope, "the token lacks a scope", "Add the scope to the Slack app, then press Authorize again: a token never gains scopes by itself."),
        Skip("paid_only", FailureReason.ChangePlan, "the workspace's plan does not include it", AskPlan),
        Skip("plan_upgrade_required", FailureReason.ChangePlan, "the workspace's plan does not include it", AskPlan),
        Skip("upgrade_required", FailureReason.ChangePlan, "the workspace's plan does not include it", AskPlan),
        Skip("not_allowed_token_type", FailureReason.NotAvailable, "this kind of token may not call it", "Use a user token (xoxp-…) of the workspace."),
        Skip("enterprise_is_restricted", FailureReason.NotAvailable, "it may not be called with a token of an Enterprise organisation", WorkspaceInstall),
        Skip("team_access_not_granted", FailureReason.NotAvailable, "the app has not been given access to this workspace", "Let an organisation administrator add the app to the workspace."),
        Skip("no_permission", FailureReason.RaiseRole, "the account behind the token may not read it", AskAdministrator),
        Skip("access_denied", FailureReason.RaiseRole, "the account behind the token may not read it", AskAdministrator),
        Skip("restricted_action", FailureReason.RaiseRole, "a preference of the workspace keeps it from this account", AskAdministrator),
        Skip("user_is_restricted", FailureReason.RaiseRole, "a guest may not read it", AskAdministrator),
        Skip("user_is_ultra_restricted", FailureReason.RaiseRole, "a single-channel guest may not read it", AskAdministrator),
        Skip("fail_to_get_teams_for_restricted_user", FailureReason.RaiseRole, "a guest may not read it", AskAdministrator),
        Skip("user_is_bot", FailureReason.NotAvailable, "a bot may not read it", "Use a user token (xoxp-…) of the workspace."),
        Skip("method_deprecated", FailureReason.NotAvailable, "Slack has retired the method", Report),
        Skip("deprecated_endpoint", FailureReason.NotAvailable, "Slack has retired the method", Report),
        Skip("unknown_method", FailureReason.NotAvailable, "the server does not know the method", Report),
        Skip("not_implemented", FailureReason.NotAvailable, "the server does not offer the method", Report),
        Skip("team_not_found", FailureReason.NotAvailable, "the workspace was not found", WorkspaceInstall),
        Skip("enterprise_not_found", FailureReason.NotAvailable, "the organisation was not found", WorkspaceInstall),
        Skip("team_not_on_enterprise", FailureReason.NotAvailable, "the workspace is in no organisation", WorkspaceInstall),
        Skip("invalid_team_id", FailureReason.NotAvailable, "the workspace was not found", WorkspaceInstall),
        Skip("method_not_supported_for_channel_type", FailureReason.NotAvailable, "this kind of conversation cannot be listed", Report),

        Item("user_not_found", "the user does not exist any more"),
        Item("user_not_visible", "the user may not be seen"),
        Item("channel_not_found", "the conversation does not exist any more or may not be seen"),
        Item("not_in_channel", "the account is not in the conversation"),
        Item("channel_is_limited_access", "access to the conversation is limited"),
        Item("fetch_members_failed", "the members could not be read"),
        Item("thread_not_found", "the thread does not exist any more"),
        Item("file_not_found", "the file does not exist any more"),
        Item("file_deleted", "the file was deleted"),
        Item("not_visible", "it may not be seen"),
        Item("no_such_subteam", "the user group does not exist any more"),
        Item("bot_not_found", "the bot does not exist any more"),
        Item("invalid_call_id", "the call is not known"),

        Abort("not_authed", "no token arrived"),
        Abort("invalid_auth", "the token is not valid, or this address may not use it"),
        Abort("account_inactive", "the account that gave the consent was deactivated, and its token with it", "Let an account that stays (a service account) give the consent: press Authorize again."),
        Abort("token_revoked", "the token was revoked"),
        Abort("token_expired", "the token has expired"),
        Abort("org_login_required", "the workspace is being moved into an organisation", "Wait until the move is done, then press Authorize again."),
        Abort("two_factor_setup_required", "the account has to set up two-factor authentication", "Let the account set up two-factor authentication, then press Authorize again."),
        Abort("accesslimited", "access to the workspace is limited", "Ask an owner of the workspace to lift the limit, then press Authorize again."),
        Abort("ekm_access_denied", "the organisation's own encryption keys are withheld", "Ask an owner of the organisation to give the keys free, then press Authorize again."),

        Consent("invalid_client_id", FailureReason.FixSettings, "the Client ID is not that of a Slack app", "Copy the Client ID again from the app's page Basic Information."),
        Consent("bad_client_secret", FailureReason.FixSettings, "the Client Secret does not belong to the Client ID", "Copy the Client Secret again from the app's page Basic Information."),
        Consent("invalid_code", FailureReason.AuthorizeAgain, "the consent has expired (10 minutes) or was used already", "Press Authorize again and finish within ten minutes."),
        Consent("code_already_used", FailureReason.AuthorizeAgain, "the consent was used already", "Press Authorize again."),
        Consent("bad_redirect_uri", FailureReason.FixSettings, "the redirect URL is not one of the Slack app's", "Add exactly this host's callback address under OAuth & Permissions, Redirect URLs."),
        Consent("no_scopes", FailureReason.FixSettings, "no scopes were asked for", "Add the user scopes to the Slack app, then press Authorize again."),
        Consent("no_user_scopes", FailureReason.FixSettings, "no user scopes were asked for", "Add the user scopes to the Slack app, then press Authorize again."),
        Consent("invalid_scope", FailureReason.FixSettings, "a scope is not one that Slack knows", "Take the additional scope out of the settings, then press Authorize again."),
        Consent("unapproved_scope", FailureReason.FixSettings, "a scope is not approved for this app", "Ask an administrator to approve the app's scopes, then press Authorize again."),
        Consent("scope_not_allowed_on_enterprise", FailureReason.NotAvailable, "a scope is not allowed in this organisation", WorkspaceInstall),
        Consent("invalid_team_for_non_distributed_app", FailureReason.FixSettings, "the Slack app belongs to another workspace", "Create the Slack app in the workspace that is to be collected."),
        Consent("oauth_authorization_url_mismatch", FailureReason.FixSettings, "the consent was given at another kind of address than the exchange expects", "Press Authorize again and finish in the window that opens."),
        Consent("invalid_grant_type", FailureReason.ReportDefect, "the kind of exchange was refused", Report),
        Consent("invalid_refresh_token", FailureReason.AuthorizeAgain, "the refresh token is not valid any more", "Press Authorize again."),
        Consent("cannot_install_an_org_installed_app", FailureReason.NotAvailable, "the app is installed for the whole organisation", WorkspaceInstall),
        Consent("user_email_unverified", FailureReason.AuthorizeAgain, "the account's e-mail address is not confirmed", "Confirm the e-mail address in Slack, then press Authorize again."),
        Consent("preview_feature_not_available", FailureReason.NotAvailable, "the app uses a preview feature that this workspace does not have", "Create the app anew from the link in the setup steps."),
        Consent("pkce_not_allowed", FailureReason.FixSettings, "the app does not take part in PKCE", "Create the app anew from the link in the setup steps."),
        Consent("invalid_code_verifier", FailureReason.FixSettings, "the app asks for PKCE, which makes it a public client", "Create the app anew from the link in the setup steps."),
    ];

    private static SlackError Retry(string code, string meaning) => new(code, SlackErrorAction.Retry, FailureReason.TryLater, meaning, WaitAndRunAgain);

    private static SlackError Defect(string code, string meaning) => new(code, SlackErrorAction.FixRequest, FailureReason.ReportDefect, meaning, Report);

    private static SlackError Skip(string code, FailureReason reason, string meaning, string fix) => new(code, SlackErrorAction.SkipStream, reason, meaning, fix);

    private static SlackError Item(string code, string meaning) =>
        new(code, SlackErrorAction.SkipItem, FailureReason.NotAvailable, meaning, "Nothing to mend: it is counted and left out.");

    private static SlackError Abort(string code, string meaning, string fix = AuthorizeAgain) =>
        new(code, SlackErrorAction.AbortRun, FailureReason.AuthorizeAgain, meaning, fix);

    private static SlackError Consent(string code, FailureReason reason, string meaning, string fix) =>
        new(code, SlackErrorAction.StopAuthorization, reason, meaning, fix);
}
