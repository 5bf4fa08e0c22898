using System.Globalization;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Api;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Collection;

/// <summary>What a stream's calls are worked out from.</summary>
/// <param name="own">What is known of the stream itself.</param>
/// <param name="all">What is known of all chosen streams, by id.</param>
/// <param name="settings">The settings.</param>
internal sealed class EstimateBasis(StreamHistory own, IReadOnlyDictionary<string, StreamHistory> all, SlackSettings settings)
{
    // Asking who the connector is, and a call repeated: they say nothing about pages.
    private const int OtherCalls = 4;

    /// <summary>What is known of the stream itself.</summary>
    public StreamHistory Own => own;

    /// <summary>The settings.</summary>
    public SlackSettings Settings => settings;

    /// <summary>Rows of another stream in the published inventory; 0 when they are not known.</summary>
    /// <param name="streamId">The stream.</param>
    /// <returns>The number.</returns>
    public long RowsOf(string streamId) => all.GetValueOrDefault(streamId)?.Rows ?? 0;

    /// <summary>The estimate for a method that is called a known number of times.</summary>
    /// <param name="method">The method.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="calls">The calls.</param>
    /// <param name="basis">What the number is based on.</param>
    /// <returns>The estimate.</returns>
    public CallEstimate Calls(string method, SlackTier tier, long calls, string basis) =>
        new(own.StreamId, method, calls, settings.PaceChoice is PaceChoice.Unpaced ? null : (int)tier, basis);

    /// <summary>The estimate for a list that is read page by page; none when it was never read.</summary>
    /// <param name="method">The method.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="pageSize">Records that a page is asked to have.</param>
    /// <param name="lists">Lists that it is in truth; each has at least a page.</param>
    /// <returns>The estimate, or nothing.</returns>
    public IEnumerable<CallEstimate> Pages(string method, SlackTier tier, int pageSize, int lists = 1)
    {
        if (own.LastReceived is not { } lastReceived)
        {
            return [];
        }

        // A log that goes on from a mark brings about what it brought the last time. Slack's pages may be shorter than asked for, which only the last time shows.
        var records = own.HasMark ? Math.Min(lastReceived, own.Rows) : own.Rows;
        var isShort = own.LastCalls > CeilingOf(lastReceived, pageSize) * 3 / 2 + OtherCalls;
        var aPage = isShort ? Math.Clamp(lastReceived / own.LastCalls!.Value, 1, pageSize) : pageSize;
        var basis = string.Create(CultureInfo.InvariantCulture, $"{records:N0} records {(own.HasMark ? "the last time" : "in the inventory")}, {aPage:N0} a page");

        return [Calls(method, tier, Math.Max(lists, CeilingOf(records, aPage) + lists - 1), basis)];
    }

    /// <summary>Divides and rounds up.</summary>
    /// <param name="number">The number.</param>
    /// <param name="by">Divides it; at least 1.</param>
    /// <returns>The quotient.</returns>
    public static long CeilingOf(long number, long by) => (number + by - 1) / by;
}
