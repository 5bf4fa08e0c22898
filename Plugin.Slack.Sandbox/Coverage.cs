using Plugin.Slack.Sandbox.Methods;

namespace Plugin.Slack.Sandbox;

/// <summary>
/// What the sandbox plays: the one list of methods. The router serves nothing else, and takes scopes, tiers, page sizes and
/// plans from here.
/// </summary>
public static class Coverage
{
    private static readonly string[] ConversationReads = ["channels:read", "groups:read", "im:read", "mpim:read"];

    private static readonly string[] ConversationHistories = ["channels:history", "groups:history", "im:history", "mpim:history"];

    /// <summary>The verbs of every method; anything else is answered with 405.</summary>
    public static readonly IReadOnlyList<string> Verbs = ["GET", "POST"];

    public static readonly IReadOnlyList<CoveredMethod> Methods =
    [
        new(AuthRevoke.Answer) { Name = "auth.revoke", Tier = RateTier.Tier3 },
        new(AuthTeamsList.AnswerAsync)
        {
            Name = "auth.teams.list", Tier = RateTier.Tier2, Paging = Paging.Cursor, DefaultPage = 100, MaxPage = 1_000,
            Note = "an organisation's token; another gets invalid_auth",
        },
        new(AuthTest.Answer) { Name = "auth.test", Tier = RateTier.Special, ReadsJson = true },
        new(CallsInfo.Answer) { Name = "calls.info", Tier = RateTier.Tier3, Scopes = ["calls:read"], ReadsJson = true, Note = "any app's calls; a huddle gives internal_error" },
        new(ConversationsHistory.AnswerAsync)
        {
            Name = "conversations.history", Tier = RateTier.Tier3, Scopes = ConversationHistories, ScopeByConversationType = true, IsHistory = true,
            Paging = Paging.Cursor, DefaultPage = 100, MaxPage = 999, ReadsJson = true, Note = "with --history-cap on 15 / 15, once a minute",
        },
        new(ConversationsInfo.Answer)
        {
            Name = "conversations.info", Tier = RateTier.Tier3, Scopes = ConversationReads, ScopeByConversationType = true,
        },
        new(ConversationsList.AnswerAsync)
        {
            Name = "conversations.list", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ConversationReads, ScopeByConversationType = true,
            Paging = Paging.Cursor, DefaultPage = 100, MaxPage = 999, Note = "filters apply after a page is cut",
        },
        new(ConversationsMembers.AnswerAsync)
        {
            Name = "conversations.members", Tier = RateTier.Tier4, Scopes = ConversationReads, ScopeByConversationType = true,
            Paging = Paging.Cursor, DefaultPage = 100, MaxPage = 1_000,
        },
        new(ConversationsReplies.AnswerAsync)
        {
            Name = "conversations.replies", Tier = RateTier.Tier3, Scopes = ConversationHistories, ScopeByConversationType = true, IsHistory = true,
            Paging = Paging.Cursor, DefaultPage = 1_000, MaxPage = 1_000, Note = "with --history-cap on 15 / 15, once a minute",
        },
        new(FilesInfo.Answer) { Name = "files.info", Tier = RateTier.Tier4, Scopes = ["files:read"], Note = "no comments" },
        new(FilesList.AnswerAsync)
        {
            Name = "files.list", NeedsTeam = true, Tier = RateTier.Tier3, Scopes = ["files:read"], Paging = Paging.CountAndPage, DefaultPage = 100, MaxPage = 1_000,
            Note = "a larger count falls back to 100; behind page 100 the first comes again",
        },
        new(OauthV2Access.Answer)
        {
            Name = "oauth.v2.access", Tier = RateTier.Special, NeedsToken = false,
            Note = "authorization_code, and refresh_token with --rotation on; no PKCE",
        },
        new(TeamAccessLogs.AnswerAsync)
        {
            Name = "team.accessLogs", Tier = RateTier.Tier2, Scopes = ["admin"], Paging = Paging.CursorOrCountAndPage,
            DefaultPage = 100, MaxPage = 999, RefusedOnFree = "paid_only", Note = "count up to 1,000, page up to 100",
        },
        new(TeamBillableInfo.AnswerAsync)
        {
            Name = "team.billableInfo", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ["admin"], Paging = Paging.Cursor, DefaultPage = 1_000, MaxPage = 1_000,
            Note = "keys are people, deactivated ones too; answers on free",
        },
        new(TeamInfo.Answer) { Name = "team.info", Tier = RateTier.Tier3, Scopes = ["team:read"], ReadsJson = true },
        new(TeamIntegrationLogs.AnswerAsync)
        {
            Name = "team.integrationLogs", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ["admin"], Paging = Paging.CountAndPage, DefaultPage = 100, MaxPage = 1_000,
            Note = "answers on free, with ten apps",
        },
        new(TeamProfileGet.Answer) { Name = "team.profile.get", NeedsTeam = true, Tier = RateTier.Tier3, Scopes = ["users.profile:read"], Note = "one custom field" },
        new(UsergroupsList.AnswerAsync)
        {
            Name = "usergroups.list", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ["usergroups:read"], RefusedOnFree = "plan_upgrade_required",
        },
        new(UsergroupsUsersList.AnswerAsync)
        {
            Name = "usergroups.users.list", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ["usergroups:read"], RefusedOnFree = "plan_upgrade_required",
        },
        new(UsersInfo.Answer) { Name = "users.info", Tier = RateTier.Tier4, Scopes = ["users:read"], Note = "also people of shared channels" },
        new(UsersList.AnswerAsync)
        {
            Name = "users.list", NeedsTeam = true, Tier = RateTier.Tier2, Scopes = ["users:read"], Paging = Paging.Cursor, MaxPage = 1_000,
            Note = "limit_required above 20,000 users without a limit",
        },
        new(UsersProfileGet.Answer)
        {
            Name = "users.profile.get", Tier = RateTier.Tier4, Scopes = ["users.profile:read"], Note = "one's own email needs users:read.email",
        },
    ];
}
