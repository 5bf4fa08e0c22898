using Plugin.Slack.Collection.Streams;

namespace Plugin.Slack.Collection;

/// <summary>The catalogue: the one list of streams.</summary>
internal sealed class SlackStreams
{
    /// <summary>The streams, in the order in which people read them.</summary>
    public IReadOnlyList<SlackStream> All { get; } =
    [
        new TeamInfoStream(),
        new TeamProfileStream(),
        new UsersStream(),
        new UsersProfileStream(),
        new TeamBillableInfoStream(),
        new TeamAccessLogsStream(),
        new TeamIntegrationLogsStream(),
        new AppsStream(),
        new ConversationsStream(),
        new ConversationsMembersStream(),
        new DirectConversationsStream(),
        new UsergroupsStream(),
        new UsergroupsUsersStream(),
        new FilesStream(),
        new ConversationsHistoryStream(),
        new CallsStream(),
    ];

    /// <summary>Finds a stream.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The stream, or <see langword="null"/>.</returns>
    public SlackStream? Find(string id) => All.FirstOrDefault(stream => stream.Description.Id == id);
}
