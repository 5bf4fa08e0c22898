using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Collection;

/// <summary>How many members of a channel the store holds.</summary>
/// <param name="ChannelId">The channel.</param>
/// <param name="Count">The number.</param>
/// <param name="LastKey">The key of the last one.</param>
internal readonly record struct StoredMembers(string ChannelId, long Count, string LastKey)
{
    private static readonly string[] Columns = ["channel_id"];

    /// <summary>Counts stored members by channel, in the order of the channels; holds one row at a time.</summary>
    /// <param name="rows">The rows, or <see langword="null"/> for none.</param>
    /// <param name="afterKey">Begins after this row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>One entry a channel.</returns>
    public static async IAsyncEnumerable<StoredMembers> CountAsync(IRunRows? rows, string? afterKey, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (rows is null)
        {
            yield break;
        }

        StoredMembers? current = null;

        await foreach (var row in rows.ReadAsync("conversations_members", Columns, afterKey, cancellationToken))
        {
            // A key column is never null.
            var channelId = row.Text(0)!;

            if (current is { } counted && counted.ChannelId != channelId)
            {
                yield return counted;

                current = null;
            }

            current = new(channelId, (current?.Count ?? 0) + 1, row.Key);
        }

        if (current is { } last)
        {
            yield return last;
        }
    }
}
