using Plugin.Slack.Sandbox.Methods;

namespace Plugin.Slack.Sandbox;

/// <summary>
/// What the sandbox plays: the one list of methods. The router serves nothing else, and takes scopes, tiers, page sizes and
/// plans from here.
/// </summary>
public static class Coverage
{
    /// <summary>The verbs of every method; anything else is answered with 405.</summary>
    public static readonly IReadOnlyList<string> Verbs = ["GET", "POST"];

    public static readonly IReadOnlyList<CoveredMethod> Methods =
    [
        new(AuthTest.Answer) { Name = "auth.test", Tier = RateTier.Special, ReadsJson = true },
        new(OauthV2Access.Answer)
        {
            Name = "oauth.v2.access", Tier = RateTier.Special, NeedsToken = false,
            Note = "authorization_code, and refresh_token with --rotation on; no PKCE",
        },
        new(UsersList.AnswerAsync)
        {
            Name = "users.list", Tier = RateTier.Tier2, Scopes = ["users:read"], Paging = Paging.Cursor, MaxPage = 1_000,
            Note = "limit_required above 20,000 users without a limit",
        },
    ];
}
