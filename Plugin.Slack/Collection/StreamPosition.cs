using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>Where a stream goes on: the content of a checkpoint and of a high-water mark.</summary>
internal sealed record StreamPosition
{
    /// <summary>The workspace that is being read, for a token of a whole organisation; <see langword="null"/> for the organisation itself and for a token of one workspace.</summary>
    public string? Workspace { get; init; }

    /// <summary>Workspaces of the organisation that may not be read, or <see langword="null"/> for none.</summary>
    public IReadOnlyList<string>? RefusedWorkspaces { get; init; }

    /// <summary>In the high-water mark of an organisation's log: the workspaces that were read up to it.</summary>
    public IReadOnlyList<string>? ReadWorkspaces { get; init; }

    /// <summary>The part of a stream that is read in parts, from 0.</summary>
    public int Part { get; init; }

    /// <summary>Slack's cursor, or <see langword="null"/> at the beginning of a part.</summary>
    public string? Cursor { get; init; }

    /// <summary>The number of the next page, from 0, for lists without cursors.</summary>
    public int Page { get; init; }

    /// <summary>Pages given out since the stream began or began anew.</summary>
    public int Pages { get; init; }

    /// <summary>How often the stream began anew.</summary>
    public int Restarts { get; init; }

    /// <summary>Pages without a record since the last one with any.</summary>
    public int EmptyPages { get; init; }

    /// <summary>Parts that may not be read, a bit each.</summary>
    public int RefusedParts { get; init; }

    /// <summary>The newest moment met in a log, in seconds since 1970.</summary>
    public long? Newest { get; init; }

    /// <summary>The moment of the log's last record so far.</summary>
    public long? Last { get; init; }

    /// <summary>Whether the log was met out of order.</summary>
    public bool IsUnsorted { get; init; }

    /// <summary>The span of time being listed, for files.</summary>
    public FileWindow? Window { get; init; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint, or <see langword="null"/>.</param>
    /// <returns>The position, or <see langword="null"/> when there is none or it was written by something else.</returns>
    public static StreamPosition? Read(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return null;
        }

        try
        {
            var position = JsonSerializer.Deserialize(checkpoint.Value, SlackJson.Default.StreamPosition);

            return position is { Part: >= 0, Page: >= 0, Pages: >= 0, Restarts: >= 0, EmptyPages: >= 0 } && !SlackMoment.IsImpossible(position.Newest) ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The checkpoint.</returns>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, SlackJson.Default.StreamPosition));
}
