using Plugin.Abstractions.Errors;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack;

/// <summary>The account that gave the consent, as Slack shows it to itself.</summary>
/// <remarks>Method <c>users.info</c>, scope <c>users:read</c>. Source: https://docs.slack.dev/reference/objects/user-object/</remarks>
internal static class OwnAccount
{
    private static readonly AnswerReader<UsersInfoAnswer> Reader = new(SlackJson.Default.UsersInfoAnswer);

    /// <summary>Looks the account up.</summary>
    /// <param name="session">The way to Slack.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <param name="cost">Where the cost is added.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The account, or <see langword="null"/> when the token may not see it.</returns>
    /// <exception cref="ConnectorException">The token is of no use.</exception>
    public static async Task<SlackUser?> ReadAsync(SlackSession session, SlackIdentity identity, CallCost cost, CancellationToken cancellationToken)
    {
        if (identity.Scopes?.Contains("users:read") is false)
        {
            return null;
        }

        var result = await session.CallAsync(new SlackCall<UsersInfoAnswer>("users.info", SlackTier.Tier4, [new("user", identity.UserId)], Reader), cost, cancellationToken);

        // Whatever else keeps the account from being looked at must not keep the run from beginning.
        return result.TryGet(out var answer, out var failure) ? answer.User : failure.Action is SlackErrorAction.AbortRun ? throw failure.ToException() : null;
    }

    /// <summary>The account's role, in Slack's words.</summary>
    /// <param name="account">The account.</param>
    /// <returns>The role, or <see langword="null"/> when Slack does not say: a field that is absent proves nothing.</returns>
    public static string? RoleOf(SlackUser? account) => account switch
    {
        null => null,
        { IsPrimaryOwner: true } or { EnterpriseUser.IsPrimaryOwner: true } => "primary owner",
        { IsOwner: true } or { EnterpriseUser.IsOwner: true } => "owner",
        { IsAdmin: true } or { EnterpriseUser.IsAdmin: true } => "administrator",
        { IsUltraRestricted: true } => "single-channel guest",
        { IsRestricted: true } => "multi-channel guest",
        { IsAdmin: false, IsOwner: false } => "member",
        _ => null,
    };
}
