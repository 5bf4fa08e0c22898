using System.Globalization;

namespace Host.Sample.Licences;

/// <summary>Decides what could be taken back and what that saves. The one list of these rules; docs/reclaim.md tells it in words.</summary>
internal static class ReclaimRules
{
    private const int SureTimes = 2;

    /// <summary>A candidate, or why it is none.</summary>
    public static (ReclaimCandidate? Candidate, NotCandidateReason Reason, string Words) Judge(AccountPosition position, LicenceView view, ExclusionSet exclusions, SeatMoney money) =>
        WhyNot(position, view, exclusions) is { } not ? (null, not.Reason, not.Words) : (Candidate(position, view, money), default, "");

    private static (NotCandidateReason Reason, string Words)? WhyNot(AccountPosition position, LicenceView view, ExclusionSet exclusions)
    {
        if (position.Status is LicenceStatus.Deactivated)
        {
            return (NotCandidateReason.Deactivated, "Cannot sign in any more: there is nothing to take back.");
        }

        if (exclusions.Find(position.AccountId) is { } exclusion)
        {
            return (NotCandidateReason.Excluded, $"Excluded: {exclusion.Reason}");
        }

        if (position.AccountType is { } type && view.Rules?.FreeAccountTypes.TryGetValue(type, out var free) is true)
        {
            return (NotCandidateReason.FreeOfCharge, $"{type}: {free}");
        }

        if (AccountKinds.IsAdministrative(position.AccountType))
        {
            return (NotCandidateReason.Administrative, $"{position.AccountType}: administers the service; hand the role over first.");
        }

        return position.Status switch
        {
            LicenceStatus.Invited => (NotCandidateReason.Invited, "Invited and not signed in yet: withdraw the invitation if it is not wanted."),
            LicenceStatus.Active => (NotCandidateReason.Active, "Used within the idle days."),
            LicenceStatus.NoEvidence => (NotCandidateReason.NoEvidence, PositionRules.WhyUnknown(view) ?? position.Why),
            _ when MayHaveJoinedLately(position, view) => (NotCandidateReason.JoinedLately, "May have joined within the idle days: too early to say."),
            _ when position.Billed is BilledNow.Unknown => (NotCandidateReason.BillingUnknown, BillingUnknown(view)),
            _ => null,
        };
    }

    /// <summary>It was not there when the accounts were told whole, and came since the idle days began.</summary>
    private static bool MayHaveJoinedLately(AccountPosition position, LicenceView view) =>
        view.AccountRuns.LastBefore(position.FirstMetInRun) is { IsPruned: false } && view.Runs.Find(position.FirstMetInRun)?.At > view.IdleSince;

    private static string BillingUnknown(LicenceView view) => view.Seats is not { } seats
        ? "The connector does not tell which seats are charged for."
        : view.States.GetValueOrDefault(seats.Id) is { Message: { } message } state && !view.AreSeatsKnown
            ? $"{seats.Name} are not known: {message} {state.Fix}"
            : $"{seats.Name} do not say whether it is charged for.";

    private static ReclaimCandidate Candidate(AccountPosition position, LicenceView view, SeatMoney money)
    {
        var (confidence, sure) = Sure(position, view);
        var today = DateOnly.FromDateTime(view.AsOf.UtcDateTime);

        if (position.Billed is BilledNow.No)
        {
            return new()
            {
                Position = position,
                Confidence = confidence,
                Class = ReclaimClass.NothingToday,
                Reasons = [position.Why, sure, "The seat is not charged for now: taking it back saves nothing today. It keeps the seat from being charged for again."],
                Amount = view.Terms.Price is null ? null : 0,
                Currency = view.Terms.Currency,
                From = today,
            };
        }

        if (money.Class is ReclaimClass.Credit)
        {
            var stops = StopsByItself(position, view);
            var waiting = stops is { } day ? $" Left alone and unused, the service would stop charging for it by itself by {LicenceWords.Day(day)}." : "";

            return new()
            {
                Position = position,
                Confidence = confidence,
                Class = ReclaimClass.Credit,
                Reasons = [position.Why, sure, $"The seat is charged for now; taken back, the rest of the period is credited{(money.PeriodEnd is { } end ? $", which ends on {LicenceWords.Day(end)}" : "")}.{waiting}"],
                Amount = money.CreditUntil(DateOnly.MaxValue),
                Currency = view.Terms.Currency,
                From = today,
                StopsByItself = stops,
                AmountOverWaiting = money.CreditUntil(stops ?? DateOnly.MaxValue),
            };
        }

        return new()
        {
            Position = position,
            Confidence = confidence,
            Class = ReclaimClass.FromRenewal,
            Reasons = [position.Why, sure, $"The seat is charged for until the renewal{(money.Renewal is { } renewal ? $" on {LicenceWords.Day(renewal)}" : "")}, used or not; from then on its price is saved, each {LicenceWords.Of(view.Terms.Period)}."],
            Amount = money.PerPeriod,
            Currency = view.Terms.Currency,
            From = money.Renewal,
        };
    }

    private static (Confidence Confidence, string Words) Sure(AccountPosition position, LicenceView view)
    {
        if (view.UnchargedAfter is { } time && position.Billed is BilledNow.Yes && !(position.LastSeen?.CountsAs > view.AsOf - time && position.LastSeen.Precision is not SignalPrecision.Window))
        {
            return (Confidence.Low, $"Low confidence: the service charges for it, which it does within {Days((int)time.TotalDays)} of a use, and no other source shows that use.");
        }

        if (view.UnchargedAfter is not null && position.Billed is BilledNow.No)
        {
            return (Confidence.High, "High confidence: the service itself counts it as unused, and does not charge for it.");
        }

        var twice = view.AsOf.AddDays(-SureTimes * view.IdleDays);

        return view.Sources.Where(source => source.IsRequired).All(source => source.Covers(twice, view.AsOf)) && !(position.LastSeen?.CountsAs >= twice)
            ? (Confidence.High, $"High confidence: no use in {Days(SureTimes * view.IdleDays)}, twice the idle days, all of which the record covers.")
            : (Confidence.Medium, $"Medium confidence: no use in {Days(view.IdleDays)}, all of which the record covers.");
    }

    /// <summary>The day by which a seat that is charged by use is no longer charged for, if nobody uses it.</summary>
    private static DateOnly? StopsByItself(AccountPosition position, LicenceView view)
    {
        if (view.UnchargedAfter is not { } time)
        {
            return null;
        }

        // Where no exact sign explains the charge, the use may have been at any time up to the run.
        var use = position.Signals.Where(signal => signal.Precision is not SignalPrecision.Window && signal.CountsAs > view.AsOf - time).Max(signal => signal.CountsAs) ?? view.AsOf;

        return DateOnly.FromDateTime((use + time).UtcDateTime).AddDays(1);
    }

    private static string Days(int days) => string.Create(CultureInfo.InvariantCulture, $"{days} days");
}
