using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>Where the members of channels go on: the content of a checkpoint and of a high-water mark.</summary>
internal sealed record MembersPosition
{
    // They travel with every checkpoint.
    private const int MostDiffering = 500;

    /// <summary>The key of the last channel that was dealt with or is being read.</summary>
    public string? After { get; init; }

    /// <summary>The key of the last stored member of that channel and those before it.</summary>
    public string? AfterMember { get; init; }

    /// <summary>The channel that is being read, or <see langword="null"/> between two.</summary>
    public string? Channel { get; init; }

    /// <summary>Whether the channel that is being read is private.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>How many members Slack says that the channel has.</summary>
    public long? Told { get; init; }

    /// <summary>How many members of the channel have come.</summary>
    public long Listed { get; init; }

    /// <summary>Channels of which Slack lists another number of members than it tells, or <see langword="null"/> for none.</summary>
    public IReadOnlyList<string>? Differing { get; init; }

    /// <summary>Slack's cursor within the channel.</summary>
    public string? Cursor { get; init; }

    /// <summary>Pages of the channel without a member, one after the other.</summary>
    public int EmptyPages { get; init; }

    /// <summary>How often the channel was begun anew.</summary>
    public int Restarts { get; init; }

    /// <summary>Pages given out.</summary>
    public int Pages { get; init; }

    /// <summary>Channels that were asked for their members.</summary>
    public int Asked { get; init; }

    /// <summary>Channels that nothing spoke for asking.</summary>
    public int Left { get; init; }

    /// <summary>Channels that are gone.</summary>
    public int Gone { get; init; }

    /// <summary>Channels whose members may not be read, or could not.</summary>
    public int Refused { get; init; }

    /// <summary>Whether public channels turned out to be closed to the token.</summary>
    public bool IsPublicClosed { get; init; }

    /// <summary>Whether private channels turned out to be closed to the token.</summary>
    public bool IsPrivateClosed { get; init; }

    /// <summary>Whether a channel's pages went round in a circle.</summary>
    public bool HasLoop { get; init; }

    /// <summary>In a high-water mark: how many runs came before, which says whose turn it is.</summary>
    public int Turn { get; init; }

    /// <summary>The position with a channel noted as one of which Slack lists another number of members than it tells.</summary>
    /// <param name="channel">The channel.</param>
    /// <returns>The position; beyond the number that is kept nothing is noted, and the channel is asked by every run.</returns>
    public MembersPosition Note(string channel) => Differing?.Count >= MostDiffering ? this : this with { Differing = [.. Differing ?? [], channel] };

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint, or <see langword="null"/>.</param>
    /// <returns>The position, or <see langword="null"/> when there is none or it was written by something else.</returns>
    public static MembersPosition? Read(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return null;
        }

        try
        {
            var position = JsonSerializer.Deserialize(checkpoint.Value, SlackJson.Default.MembersPosition);

            return position is { EmptyPages: >= 0, Restarts: >= 0, Pages: >= 0, Asked: >= 0, Left: >= 0, Gone: >= 0, Refused: >= 0, Turn: >= 0 } ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The checkpoint.</returns>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, SlackJson.Default.MembersPosition));
}
