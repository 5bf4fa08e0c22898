using Host.Sample.Database;
using Host.Sample.Inventory;

namespace Host.Sample.Licences;

/// <summary>Counts what all positions come to, in one pass over the accounts: ten seconds for a million of them.</summary>
public sealed class LicenceCounter
{
    private readonly LicenceViews _views;
    private readonly EvidenceReader _evidence;
    private readonly SeatExclusions _exclusions;

    internal LicenceCounter(LicenceViews views, EvidenceReader evidence, SeatExclusions exclusions) => (_views, _evidence, _exclusions) = (views, evidence, exclusions);

    /// <summary>The counts as of a run, with the terms that the connector had when its inventory was opened.</summary>
    /// <exception cref="HostException"><see cref="HostProblem.Conflict"/>: no accounts were collected.</exception>
    public async Task<LicenceCounts> CountAsync(InventorySource source, CancellationToken cancellationToken)
    {
        var view = await _views.OpenAsync(source, idleDays: null, cancellationToken);
        var exclusions = await _exclusions.HoldingAsync(source, cancellationToken);
        var money = SeatMoney.Of(view);
        var seats = new Dictionary<(BilledNow Billed, LicenceStatus Status), long>();
        var ages = Enum.GetValues<UseAge>().ToDictionary(age => age, _ => 0L);
        var reasons = Enum.GetValues<NotCandidateReason>().ToDictionary(reason => reason, _ => 0L);
        ReclaimTally tally = new();

        await foreach (var account in _evidence.AccountsAsync(view, cancellationToken))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var position = PositionRules.Decide(account, view);
            seats[(position.Billed, position.Status)] = seats.GetValueOrDefault((position.Billed, position.Status)) + 1;

            if (position.Status is not LicenceStatus.Deactivated)
            {
                ages[UseAges.Of(position, view.AsOf)]++;
            }

            var (candidate, reason, _) = ReclaimRules.Judge(position, view, exclusions, money);

            if (candidate is not null)
            {
                tally.Add(candidate);
            }
            else
            {
                reasons[reason]++;
            }
        }

        return new()
        {
            AsOf = view.AsOf,
            IdleDays = view.IdleDays,
            Accounts = seats.Values.Sum(),
            Seats = [.. seats.OrderBy(seat => seat.Key).Select(seat => new SeatCount(seat.Key.Billed, seat.Key.Status, seat.Value))],
            SeatsFrom = view.Seats?.Name,
            Ages = ages,
            Signs = [.. view.Sources.Where(sign => sign.CoversFrom is not null || sign.State is StreamState.Complete or StreamState.Partial).Select(sign => sign.Stream)],
            SignsFrom = view.Sources.Min(sign => sign.CoversFrom),
            WhyUnknown = PositionRules.WhyUnknown(view),
            Reclaim = tally.Totals(view),
            NotCandidates = reasons,
            Remarks = [.. SeatMoney.Remarks(view.Terms, view.Rules, DateOnly.FromDateTime(view.AsOf.UtcDateTime))],
            Terms = view.Terms,
        };
    }

    /// <summary>All that the counts follow from besides the run and its plugin, as text: where that differs, so may they.</summary>
    public async Task<string> BasisAsync(InventorySource source, CancellationToken cancellationToken) =>
        $"{source.Connector.TermsJson}\n{string.Join('\n', (await _exclusions.StandingAsync(source.Connector.Id, cancellationToken)).Select(exclusion => $"{exclusion.Id} {exclusion.Kind} {exclusion.SubjectId}"))}";
}
