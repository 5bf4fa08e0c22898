using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;
using Plugin.Slack.Authorization;

namespace Plugin.Slack.Collection;

/// <summary>One public channel, for streams that ask channel by channel: the call by which the channels themselves are probed.</summary>
internal static class OneChannel
{
    private static readonly ListReader<ConversationsListAnswer, SlackConversation> Reader = new(SlackJson.Default.ConversationsListAnswer, SlackJson.Default.SlackConversation, "channels");

    /// <summary>Asks for it.</summary>
    /// <param name="session">The way to Slack.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A page of one channel, or the failure.</returns>
    public static Task<SlackResult<ConversationsListAnswer>> AskAsync(SlackSession session, SlackIdentity identity, CancellationToken cancellationToken)
    {
        SlackCall<ConversationsListAnswer> list = new("conversations.list", SlackTier.Tier2, [new("limit", "1"), new("types", "public_channel")], Reader);

        return session.CallAsync(list.In(identity.WorkspaceAfter(null)), new(), cancellationToken);
    }
}
