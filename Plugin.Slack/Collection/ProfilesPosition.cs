using System.Text.Json;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>Where the profiles go on: the content of a checkpoint and of a high-water mark.</summary>
internal sealed record ProfilesPosition
{
    /// <summary>Which round is gone through: see <see cref="ProfileRounds"/>.</summary>
    public int Round { get; init; }

    /// <summary>The key of the last person of the round.</summary>
    public string? After { get; init; }

    /// <summary>The person without a profile that was asked last.</summary>
    public string? LastNew { get; init; }

    /// <summary>The person with a profile that was asked last.</summary>
    public string? LastKnown { get; init; }

    /// <summary>Pages given out.</summary>
    public int Pages { get; init; }

    /// <summary>People asked.</summary>
    public int Asked { get; init; }

    /// <summary>People asked who had no profile.</summary>
    public int AskedNew { get; init; }

    /// <summary>People whose profile could not be read.</summary>
    public int Refused { get; init; }

    /// <summary>People who are gone.</summary>
    public int Gone { get; init; }

    /// <summary>Reads a checkpoint.</summary>
    /// <param name="checkpoint">The checkpoint, or <see langword="null"/>.</param>
    /// <returns>The position, or <see langword="null"/> when there is none or it was written by something else.</returns>
    public static ProfilesPosition? Read(Checkpoint? checkpoint)
    {
        if (checkpoint is null)
        {
            return null;
        }

        try
        {
            var position = JsonSerializer.Deserialize(checkpoint.Value, SlackJson.Default.ProfilesPosition);

            return position is { Round: >= 0, Pages: >= 0, Asked: >= 0, AskedNew: >= 0, Refused: >= 0, Gone: >= 0 } ? position : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a checkpoint.</summary>
    /// <returns>The checkpoint.</returns>
    public Checkpoint ToCheckpoint() => new(JsonSerializer.Serialize(this, SlackJson.Default.ProfilesPosition));
}
