using System.Globalization;
using Host.Sample.Cli;
using Host.Sample.Database;

namespace Host.Sample.Runs.Guard;

/// <summary>Compares a run that is about to be published with the published one. The rules are written down for people in <c>docs/certificate.md</c>.</summary>
public static class ChangeGuard
{
    /// <summary>Falls of fewer than this are not judged, unless nothing is left: in small numbers every share is big.</summary>
    public const int LeastFall = 5;

    /// <summary>What the run has lost.</summary>
    /// <param name="settings">What it may lose.</param>
    /// <param name="before">The published run.</param>
    /// <param name="after">The run, its streams with their rows.</param>
    /// <param name="names">The streams' names for people, by id.</param>
    public static IReadOnlyList<GuardFinding> Compare(GuardSettings settings, GuardedRun before, GuardedRun after, IReadOnlyDictionary<string, string> names)
    {
        if (!settings.IsOn)
        {
            return [];
        }

        List<GuardFinding?> findings =
        [
            Fallen(GuardFindingKind.People, null, "Accounts that are not deactivated", before.Figures.ActiveAccounts, after.Figures.ActiveAccounts, settings.SharePercent),
            Fallen(GuardFindingKind.BilledSeats, null, "Seats that are charged for", before.Figures.SeatsBilled, after.Figures.SeatsBilled, settings.SharePercent),
        ];

        foreach (var stream in after.Streams)
        {
            // A stream that was not asked for before has nothing to be compared with; one that is no longer chosen is somebody's wish.
            if (settings.ShareOf(stream.StreamId) is not { } share || before.Streams.FirstOrDefault(known => known.StreamId == stream.StreamId) is not { } known)
            {
                continue;
            }

            var name = names.GetValueOrDefault(stream.StreamId, stream.StreamId);
            findings.Add(Fallen(GuardFindingKind.Rows, stream.StreamId, $"Rows of {name}", known.RowCount, stream.RowCount, share));

            if (known.State is StreamState.Complete && stream.State is not StreamState.Complete)
            {
                findings.Add(new(
                    GuardFindingKind.Completeness, stream.StreamId, null, null, null,
                    string.Create(CultureInfo.InvariantCulture, $"{name} was complete in run {before.RunId} and is {Words.Lower(stream.State)} now: {stream.Message ?? stream.Code}")));
            }
        }

        return [.. findings.OfType<GuardFinding>()];
    }

    private static GuardFinding? Fallen(GuardFindingKind kind, string? streamId, string what, long? before, long? after, int share)
    {
        if (before is not > 0 || after is not { } now || now >= before)
        {
            return null;
        }

        var fall = before.Value - now;

        // In decimals, because a share of a big number is a bigger one.
        var isHeld = now == 0 || (fall >= LeastFall && fall * 100m > share * (decimal)before.Value);

        return !isHeld ? null : new(
            kind, streamId, before, now, share,
            now == 0
                ? $"{what}: none is left of {Words.Number(before.Value)}."
                : string.Create(CultureInfo.InvariantCulture, $"{what} fell from {before.Value:N0} to {now:N0}, by {fall * 100m / before.Value:0.#} %; more than {share} % is held."));
    }
}
