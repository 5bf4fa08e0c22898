using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Api.Answers;

namespace Plugin.Slack.Collection;

/// <summary>One reading of messages on its way: where it is, what it has counted, what the next page has to tell.</summary>
/// <remarks>
/// A message is told of in the evidence when its day is done with: then it is in a row, which stands for one of them, or among the omitted. So the counts
/// add up to what Slack sent, page by page and over runs.
/// </remarks>
internal sealed class HistoryReading(StreamDefinition<ChannelDay> definition, HistoryPosition position, bool startsOver)
{
    private readonly Dictionary<string, ChannelDay> _counted = position.Counted.ToDictionary(day => day.Author, StringComparer.Ordinal);
    private readonly List<ChannelDay> _rows = [];
    private readonly Dictionary<string, OmittedRecords> _omitted = [];
    private bool _startsOver = startsOver;

    /// <summary>Where it is, what was counted of the day apart.</summary>
    public HistoryPosition Position { get; set; } = position;

    /// <summary>What the calls since the last page cost.</summary>
    public CallCost Cost { get; private set; } = new();

    /// <summary>What the next page remarks.</summary>
    public List<EvidenceNote> Notes { get; private set; } = [];

    /// <summary>Goes into a conversation, or stays in it.</summary>
    /// <param name="channel">The conversation.</param>
    public void Enter(HistoryChannel channel)
    {
        if (Position.Channel != channel.Id)
        {
            // The one of an earlier run may be gone by now.
            EndDay();
            Position = Position.WithoutChannel() with { Channel = channel.Id };
        }
    }

    /// <summary>Is done with a conversation.</summary>
    /// <param name="key">The key of its row.</param>
    public void Leave(string key)
    {
        EndDay();
        Position = Position.WithoutChannel() with { After = key };
    }

    /// <summary>Is done with a conversation that broke off: what was counted of a day is no count of the day.</summary>
    /// <param name="key">The key of its row.</param>
    /// <param name="code">Why.</param>
    /// <param name="message">Why, in a sentence.</param>
    public void LeaveBroken(string key, string code, string message)
    {
        Omit(code, message, 1 + (int)_counted.Values.Sum(day => day.Messages));
        _counted.Clear();
        Leave(key);
    }

    /// <summary>Counts a page of messages.</summary>
    /// <param name="answer">The page.</param>
    /// <param name="from">The conversation's first moment.</param>
    /// <returns>How many messages Slack sent.</returns>
    public int Take(HistoryAnswer answer, long from)
    {
        // The answer is whole, so it has a list.
        var received = answer.Messages!.Count + answer.Unreadable;
        List<SlackMessage> messages = [.. answer.Messages.OfType<SlackMessage>().Where(message => message.Ts is not null)];
        var withoutMoment = answer.Messages.Count(message => message is { Ts: null });
        Omit("unreadable_record", "The record is not what Slack documents: a value has another type.", received - withoutMoment - messages.Count);
        Omit("missing_key", "The message has no moment, which is its id.", withoutMoment);
        messages.Sort((one, other) => other.Ts!.Value.CompareTo(one.Ts!.Value));

        foreach (var message in messages)
        {
            var at = message.Ts!.Value;

            if (at < from || at >= (Position.Latest ?? Position.To))
            {
                Omit("outside_span", "The message was not written in the span of time that was asked for.", 1);
            }
            else if (at >= Position.Lowest)
            {
                Omit("late_message", "The message came again, or after older ones although Slack sends the newest first; its day was counted without it.", 1);
            }
            else
            {
                Count(message, at);
            }
        }

        Position = Position with { EmptyPages = received == 0 ? Position.EmptyPages + 1 : 0 };

        return received;
    }

    /// <summary>Ends the counting of a day, although not all of it was read.</summary>
    public void GiveUpDay()
    {
        var begin = Position.Day * MessageMoment.Day;
        EndDay();
        Position = Position with { Cursor = null, Latest = begin, Lowest = null };
        Notes.Add(new("day_cut", "A day had more authors in one channel than are remembered from run to run; the rest of that day was not counted."));
    }

    /// <summary>Where another run, or this one taken up again, goes on.</summary>
    /// <returns>The position, with what was counted of the day.</returns>
    public HistoryPosition Whole() => Position with { Counted = [.. _counted.Values.OrderBy(day => day.Author, StringComparer.Ordinal)] };

    /// <summary>A page, and where to go on after it.</summary>
    /// <returns>The page.</returns>
    public StreamPage Page()
    {
        Position = Position with { Pages = Position.Pages + 1 };

        return Tell(Whole().ToCheckpoint(), null);
    }

    /// <summary>The last page.</summary>
    /// <param name="end">How it ended.</param>
    /// <returns>The page.</returns>
    public StreamPage Last(StreamEnd end) => Tell(null, end);

    /// <summary>Makes rows of what was counted of a day.</summary>
    public void EndDay()
    {
        foreach (var day in _counted.Values.OrderBy(day => day.Author, StringComparer.Ordinal))
        {
            // There is a day and a channel where something was counted.
            (day.Channel, day.Day, day.IsDirect) = (Position.Channel!, Position.Day!.Value, Position.Part == 1);
            _rows.Add(day);
            Omit("counted_message", "The message is counted in its author's row of the day, which stands for the first of them; its text is not kept.", (int)day.Messages - 1);
        }

        _counted.Clear();
        Position = Position with { Day = null, CallsBeforeDay = null };
    }

    private void Count(SlackMessage message, long at)
    {
        var day = at / MessageMoment.Day;

        if (Position.Day != day)
        {
            EndDay();
            Position = Position with { Day = day, CallsBeforeDay = Position.Calls };
        }

        var (author, kind) = ChannelDay.AuthorOf(message);

        if (!_counted.TryGetValue(author, out var counted))
        {
            counted = new() { Author = author, Kind = kind };
            _counted.Add(author, counted);
        }

        counted.Add(message, at);
        Position = Position with { Lowest = at };
    }

    private void Omit(string code, string message, int count)
    {
        if (count > 0)
        {
            _omitted[code] = new(code, message, count + (_omitted.GetValueOrDefault(code)?.Count ?? 0));
        }
    }

    private RecordPage<ChannelDay> Tell(Checkpoint? next, StreamEnd? end)
    {
        RecordPage<ChannelDay> page = new(definition, [.. _rows])
        {
            Next = next,
            End = end,
            Evidence = SlackStream.Evidence(Cost, _rows.Count + _omitted.Values.Sum(omitted => omitted.Count), [.. _omitted.Values], Notes),
            StartsOver = _startsOver,
        };
        _rows.Clear();
        _omitted.Clear();
        (Cost, Notes, _startsOver) = (new(), [], false);

        return page;
    }
}
