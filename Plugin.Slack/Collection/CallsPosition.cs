using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>Where the reading of calls goes on.</summary>
internal sealed record CallsPosition
{
    /// <summary>The key of the last row of messages whose calls are done with, or <see langword="null"/> at the first.</summary>
    public string? After { get; init; }

    /// <summary>Calls of Slack's method in this run.</summary>
    public int Asked { get; init; }

    /// <summary>Pages given out in this run.</summary>
    public int Pages { get; init; }

    /// <summary>Reads a checkpoint or mark.</summary>
    /// <param name="checkpoint">The checkpoint, or <see langword="null"/>.</param>
    /// <returns>The position, or <see langword="null"/> when there is none or it was written by something else.</returns>
    public static CallsPosition? Read(Checkpoint? checkpoint)
    {
        try
        {
            return checkpoint is null ? null : JsonSerializer.Deserialize(checkpoint.Value, SlackJson.Default.CallsPosition);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a row of messages is done with.</summary>
    /// <param name="key">Its key.</param>
    /// <returns>Whether it is.</returns>
    public bool IsPast(string key) => After is not null && string.CompareOrdinal(key, After) <= 0;

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The checkpoint.</returns>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, SlackJson.Default.CallsPosition));
}
