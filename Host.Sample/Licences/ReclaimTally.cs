namespace Host.Sample.Licences;

/// <summary>Adds candidates up by class.</summary>
internal sealed class ReclaimTally
{
    private readonly Dictionary<ReclaimClass, (long Seats, decimal Amount, decimal OverWaiting, bool IsKnown)> _sums =
        Enum.GetValues<ReclaimClass>().ToDictionary(kind => kind, _ => (0L, 0m, 0m, true));

    /// <summary>Candidates of all classes.</summary>
    public long Seats => _sums.Values.Sum(sum => sum.Seats);

    public void Add(ReclaimCandidate candidate)
    {
        var before = _sums[candidate.Class];
        _sums[candidate.Class] = (before.Seats + 1, before.Amount + (candidate.Amount ?? 0), before.OverWaiting + (candidate.AmountOverWaiting ?? 0), before.IsKnown && candidate.Amount is not null);
    }

    /// <summary>All three classes, also those without a candidate.</summary>
    public IReadOnlyList<ReclaimTotal> Totals(LicenceView view) => [.. _sums.Select(sum => Total(sum.Key, sum.Value, view))];

    private static ReclaimTotal Total(ReclaimClass kind, (long Seats, decimal Amount, decimal OverWaiting, bool IsKnown) sum, LicenceView view)
    {
        // Without a price no amount is known, not even that of nobody.
        var isKnown = sum.IsKnown && view.Terms.Price is not null;
        var words = kind switch
        {
            ReclaimClass.NothingToday => "not charged for now: taking it back saves nothing today",
            ReclaimClass.Credit => "credited for the rest of the period that is paid for",
            _ => $"saved each {LicenceWords.Of(view.Terms.Period)} from the renewal{(SeatMoney.Of(view).Renewal is { } renewal ? $" on {LicenceWords.Day(renewal)}" : "")}",
        };

        return new(kind, sum.Seats, isKnown ? sum.Amount : null, isKnown && kind is ReclaimClass.Credit ? sum.OverWaiting : null, view.Terms.Currency, words);
    }
}
