using System.Runtime.CompilerServices;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;

namespace Plugin.Slack.Collection;

/// <summary>The conversations whose messages a pass reads, in the order of their ids, laid beside those that were known when a pass last ended.</summary>
/// <param name="now">This run's rows.</param>
/// <param name="before">The rows of the run in which a pass last ended, or <see langword="null"/>.</param>
/// <param name="readsPrivate">Whether a scope opens private channels.</param>
/// <param name="reach">How far back a conversation is read that was not known before, in microseconds.</param>
internal sealed class HistoryChannels(IRunRows now, IRunRows? before, bool readsPrivate, long reach)
{
    private static readonly string[] ChannelColumns = ["channel_id", "is_private", "is_archived", "updated_at"];
    private static readonly string[] DirectColumns = ["channel_id", "kind"];

    /// <summary>Reads those of the pass's part that are not done with.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The conversations.</returns>
    public async IAsyncEnumerable<HistoryChannel> ReadAsync(HistoryPosition pass, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (stream, columns) = pass.Part == 0 ? ("conversations", ChannelColumns) : ("direct_conversations", DirectColumns);
        await using var known = ReadBack.ReadAsync(before, stream, columns, pass.After, cancellationToken).GetAsyncEnumerator(cancellationToken);
        var hasKnown = await known.MoveNextAsync();

        await foreach (var row in ReadBack.ReadAsync(now, stream, columns, pass.After, cancellationToken))
        {
            while (hasKnown && string.CompareOrdinal(known.Current.Key, row.Key) < 0)
            {
                hasKnown = await known.MoveNextAsync();
            }

            var earlier = hasKnown && known.Current.Key == row.Key ? known.Current : null;

            // A key column is never null.
            yield return new(row.Text(0)!, row.Key, Begin(pass, earlier is not null), pass.Part == 0 ? SkipOf(row, earlier, pass) : row.Text(1) is "im" ? null : HistorySkip.Private);
        }
    }

    // What was not known when a pass last ended was not read then: it is new, or it has come within reach.
    private long Begin(HistoryPosition pass, bool isKnown) =>
        !pass.IsLater || isKnown || before is null ? pass.From : Math.Min(pass.From, MessageMoment.BeginOfDay(Math.Max(0, pass.To - reach)));

    private HistorySkip? SkipOf(StoredRow row, StoredRow? earlier, HistoryPosition pass)
    {
        if (row.Boolean(1) is true && !readsPrivate)
        {
            return HistorySkip.Private;
        }

        // It was archived before the last pass began, so that pass read it to its end. A pass of several runs may have read it before it was archived;
        // then it must not have changed since.
        var isRead = pass.IsLater && row.Boolean(2) is true && earlier?.Boolean(2) is true
            && (!pass.WasBroken || row.Timestamp(3)?.ToUnixTimeMilliseconds() * 1000 < pass.From);

        return isRead ? HistorySkip.Archived : null;
    }
}
