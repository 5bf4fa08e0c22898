using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>One reading on its way: where it is, what the next page has to tell.</summary>
internal sealed class MembersWalk
{
    private readonly StreamDefinition<ChannelMember> _definition;
    private bool _startsOver;

    public MembersWalk(StreamDefinition<ChannelMember> definition, MembersPosition? position, bool isResumed)
    {
        _definition = definition;
        _startsOver = isResumed && position is null;
        Position = position ?? new();

        if (_startsOver)
        {
            Notes.Add(SlackStream.CheckpointUnreadable());
        }
    }

    public MembersPosition Position { get; set; }

    public CallCost Cost { get; private set; } = new();

    public List<EvidenceNote> Notes { get; private set; } = [];

    public List<string> Covered { get; private set; } = [];

    public bool IsOver { get; set; }

    /// <summary>Takes the walk out of a channel.</summary>
    /// <param name="position">The position with the channel counted.</param>
    public void Leave(MembersPosition position) => Position = position with { Channel = null, Told = null, Listed = 0, Cursor = null, EmptyPages = 0, Restarts = 0 };

    public RecordPage<ChannelMember> Page(List<ChannelMember> rows, int received, List<OmittedRecords> omitted)
    {
        Position = Position with { Pages = Position.Pages + 1 };

        return Take(rows, received, omitted, null);
    }

    public RecordPage<ChannelMember> Last(StreamEnd end) => Take([], 0, [], end);

    private RecordPage<ChannelMember> Take(List<ChannelMember> rows, int received, List<OmittedRecords> omitted, StreamEnd? end)
    {
        RecordPage<ChannelMember> page = new(_definition, rows)
        {
            Next = end is null ? Position.ToCheckpoint() : null,
            End = end,
            Evidence = SlackStream.Evidence(Cost, received, omitted, Notes),
            StartsOver = _startsOver,
            Covered = Covered,
        };
        (Cost, Notes, Covered, _startsOver) = (new(), [], [], false);

        return page;
    }
}
