using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;

namespace Plugin.Slack.Collection;

/// <summary>Decides which channels are asked for their members, by laying this run's channels beside those of the last complete run and the members stored then.</summary>
/// <remarks>All three come in the order of the channels' ids, so one row of each is held at a time. The same rows give the same decisions, also after a run was taken up again.</remarks>
/// <param name="now">This run's rows.</param>
/// <param name="before">The rows of the last complete run, or <see langword="null"/>.</param>
/// <param name="isFull">Whether every channel is asked.</param>
/// <param name="turn">How many runs came before.</param>
/// <param name="within">Runs within which every channel is asked at least once.</param>
/// <param name="differing">Channels of which Slack lists another number of members than it tells: that their numbers differ speaks for nothing.</param>
internal sealed class ChannelPlan(IRunRows now, IRunRows? before, bool isFull, int turn, int within, IReadOnlySet<string> differing)
{
    private const int Members = 1;
    private const int IsPrivate = 2;
    private const uint FirstHash = 2_166_136_261;
    private const uint HashPrime = 16_777_619;

    // What Slack may change together with who is in a channel.
    private static readonly string[] Columns = ["channel_id", "members", "is_private", "is_archived", "is_shared", "is_shared_outside", "is_shared_in_organisation", "updated_at"];

    /// <summary>The share of channels whose turn it is, from 1.</summary>
    public int Share => (turn % within) + 1;

    /// <summary>Reads the plan.</summary>
    /// <param name="after">Begins after the channel with this key.</param>
    /// <param name="afterMember">Begins after the stored member with this key.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The channels in order, those that are gone among them.</returns>
    public async IAsyncEnumerable<PlannedChannel> ReadAsync(string? after, string? afterMember, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var earlier = ChannelsAsync(before, after, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var stored = StoredMembers.CountAsync(before, afterMember, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasEarlier = await earlier.MoveNextAsync();
        var hasStored = await stored.MoveNextAsync();
        var memberKey = afterMember;

        await foreach (var channel in ChannelsAsync(now, after, cancellationToken))
        {
            var id = Id(channel);

            for (; hasStored && string.CompareOrdinal(stored.Current.ChannelId, id) < 0; hasStored = await stored.MoveNextAsync())
            {
                memberKey = stored.Current.LastKey;

                yield return new(stored.Current.ChannelId, null, memberKey, Members: null, IsPrivate: false, IsAsked: false);
            }

            while (hasEarlier && string.CompareOrdinal(Id(earlier.Current), id) < 0)
            {
                hasEarlier = await earlier.MoveNextAsync();
            }

            var count = 0L;

            if (hasStored && stored.Current.ChannelId == id)
            {
                count = stored.Current.Count;
                memberKey = stored.Current.LastKey;
                hasStored = await stored.MoveNextAsync();
            }

            var known = hasEarlier && Id(earlier.Current) == id ? earlier.Current : null;

            yield return new(id, channel.Key, memberKey, channel.Int64(Members), channel.Boolean(IsPrivate) is true, IsAsked(channel, known, count));
        }

        for (; hasStored; hasStored = await stored.MoveNextAsync())
        {
            memberKey = stored.Current.LastKey;

            yield return new(stored.Current.ChannelId, null, memberKey, Members: null, IsPrivate: false, IsAsked: false);
        }
    }

    private static async IAsyncEnumerable<StoredRow> ChannelsAsync(IRunRows? rows, string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (rows is null)
        {
            yield break;
        }

        await foreach (var row in rows.ReadAsync("conversations", Columns, after, cancellationToken))
        {
            yield return row;
        }
    }

    // A key column is never null.
    private static string Id(StoredRow channel) => channel.Text(0)!;

    private bool IsAsked(StoredRow channel, StoredRow? known, long count) =>
        isFull
        || known is null
        || HasChanged(channel, known)
        || (channel.Int64(Members) is { } members ? members != count && !differing.Contains(Id(channel)) : count == 0)
        || Hash(Id(channel)) % (uint)within == (uint)(turn % within);

    private static bool HasChanged(StoredRow channel, StoredRow known)
    {
        if (channel.Int64(Members) != known.Int64(Members) || channel.Timestamp(Columns.Length - 1) != known.Timestamp(Columns.Length - 1))
        {
            return true;
        }

        for (var flag = IsPrivate; flag < Columns.Length - 1; flag++)
        {
            if (channel.Boolean(flag) != known.Boolean(flag))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>FNV-1a: the same in every process, unlike the hash of a string.</summary>
    private static uint Hash(string id)
    {
        var hash = FirstHash;

        foreach (var character in id)
        {
            hash = unchecked((hash ^ character) * HashPrime);
        }

        return hash;
    }
}
