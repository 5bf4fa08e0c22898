using System.Text.Json;
using System.Text.Json.Serialization;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>Where the reading of messages goes on. A pass reads one span of time of every conversation, over as many runs as it takes.</summary>
internal sealed record HistoryPosition
{
    // Well below what a checkpoint may have.
    private const int LongestText = 48 * 1024;

    /// <summary>The pass's first moment, the beginning of a day, in microseconds since 1970.</summary>
    public long From { get; init; }

    /// <summary>The moment when the pass began; not part of it.</summary>
    public long To { get; init; }

    /// <summary>Whether a pass ended before this one.</summary>
    public bool IsLater { get; init; }

    /// <summary>Whether the pass before took more than one run.</summary>
    public bool WasBroken { get; init; }

    /// <summary>Whether this pass took more than one run.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Set in the mark of a pass that has ended.</summary>
    public bool IsOver { get; init; }

    /// <summary>0 for channels, 1 for direct conversations.</summary>
    public int Part { get; init; }

    /// <summary>The key of the last conversation that was done with.</summary>
    public string? After { get; init; }

    /// <summary>The conversation being read, or <see langword="null"/> between two.</summary>
    public string? Channel { get; init; }

    /// <summary>Slack's cursor within it.</summary>
    public string? Cursor { get; init; }

    /// <summary>The end of the span asked for, where it is not <see cref="To"/>.</summary>
    public long? Latest { get; init; }

    /// <summary>The earliest message met in the conversation.</summary>
    public long? Lowest { get; init; }

    /// <summary>The day being counted, in days since 1970.</summary>
    public long? Day { get; init; }

    /// <summary>What was counted of that day.</summary>
    public IReadOnlyList<ChannelDay> Counted { get; init; } = [];

    /// <summary>Pages without a message, one after the other.</summary>
    public int EmptyPages { get; init; }

    /// <summary>Calls of this run.</summary>
    public int Calls { get; init; }

    /// <summary>Calls of this run when the day's first message came; <see langword="null"/> when an earlier run met it.</summary>
    public int? CallsBeforeDay { get; init; }

    /// <summary>Whether Slack was found to give one page of 15 messages a minute.</summary>
    public bool IsCapped { get; init; }

    /// <summary>Full pages of 15 messages, one after the other, although more were asked for.</summary>
    public int Fifteens { get; init; }

    /// <summary>Whether the pages of a conversation went round in a circle, so that the rest of it was not read.</summary>
    public bool HasLoop { get; init; }

    /// <summary>Private channels passed by.</summary>
    public int Private { get; init; }

    /// <summary>Archived channels passed by.</summary>
    public int Archived { get; init; }

    /// <summary>Pages given out in this run.</summary>
    public int Pages { get; init; }

    /// <summary>Reads a checkpoint or mark.</summary>
    /// <param name="checkpoint">The checkpoint, or <see langword="null"/>.</param>
    /// <returns>The position, or <see langword="null"/> when there is none or it was written by something else.</returns>
    public static HistoryPosition? Read(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return null;
        }

        try
        {
            var position = JsonSerializer.Deserialize(checkpoint.Value, SlackJson.Default.HistoryPosition);

            return position is { From: >= 0, Part: 0 or 1, Counted: not null } && position.To > position.From && position.IsCountedSomewhere() ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The position between two conversations.</summary>
    /// <returns>The position.</returns>
    public HistoryPosition WithoutChannel() => this with
    {
        Channel = null,
        Cursor = null,
        Latest = null,
        Lowest = null,
        Day = null,
        Counted = [],
        CallsBeforeDay = null,
        EmptyPages = 0,
    };

    /// <summary>The position from which the conversation goes on by time instead of by cursor.</summary>
    /// <param name="position">The position.</param>
    /// <returns>Whether that leads any further.</returns>
    public bool TryByTime(out HistoryPosition position)
    {
        position = this with { Cursor = null, Latest = Lowest };

        return Lowest < (Latest ?? To);
    }

    /// <summary>The position for another run: cursors do not live that long, so the conversation is gone on with by time.</summary>
    /// <returns>The position.</returns>
    public HistoryPosition ForAnotherRun()
    {
        var position = IsTooLong ? BeforeDay() : this;

        return position with
        {
            IsBroken = true,
            Cursor = null,
            Latest = position.Lowest ?? position.Latest,
            Calls = 0,
            CallsBeforeDay = null,
            IsCapped = false,
            Fifteens = 0,
            EmptyPages = 0,
            Pages = 0,
        };
    }

    /// <summary>Whether what was counted of the day is too much for a checkpoint.</summary>
    [JsonIgnore]
    public bool IsTooLong => Counted.Count > 0 && JsonSerializer.SerializeToUtf8Bytes(this, SlackJson.Default.HistoryPosition).Length > LongestText;

    /// <summary>The position from which the day is read once more, for a day whose counts do not fit.</summary>
    /// <returns>The position.</returns>
    public HistoryPosition BeforeDay() => this with
    {
        Cursor = null,
        Latest = Day is { } day ? Math.Min((day + 1) * MessageMoment.Day, To) : Latest,
        Lowest = null,
        Day = null,
        Counted = [],
        CallsBeforeDay = null,
    };

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The checkpoint.</returns>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(IsTooLong ? BeforeDay() : this, SlackJson.Default.HistoryPosition));

    /// <summary>Whether what was counted has a conversation and a day, and each author once.</summary>
    private bool IsCountedSomewhere() =>
        Counted.Count == 0 || (Channel is not null && Day is not null && Counted.Select(day => day.Author).Distinct(StringComparer.Ordinal).Count() == Counted.Count);
}
