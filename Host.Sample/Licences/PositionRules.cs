using System.Globalization;

namespace Host.Sample.Licences;

/// <summary>Decides an account's position. The one list of these rules; docs/licence-position.md tells it in words.</summary>
internal static class PositionRules
{
    private const string Deactivated = "deactivated";
    private const string Invited = "invited";

    public static AccountPosition Decide(AccountEvidence account, LicenceView view)
    {
        var signals = Signals(account, view);
        var last = signals.Where(signal => signal.CountsAs is not null).MaxBy(signal => signal.CountsAs);
        var (status, why) = Status(account, view, last);
        var (billed, billedSource) = Billed(account, view);

        return new()
        {
            AccountId = account.AccountId,
            TenantId = account.TenantId,
            DisplayName = account.DisplayName,
            Email = account.Email,
            AccountType = account.Type,
            AccountTypeFrom = account.TypeFrom,
            ServiceStatus = account.ServiceStatus,
            Billed = billed,
            BilledSource = billedSource,
            Status = status,
            Why = why,
            LastSeen = last,
            Signals = signals,
            FirstMetInRun = account.FirstRun,
        };
    }

    /// <summary>The sources that do not cover the idle days although they would have to.</summary>
    public static IEnumerable<SignalSource> Gaps(LicenceView view) => view.Sources.Where(source => source.IsRequired && !source.Covers(view.IdleSince, view.AsOf));

    /// <summary>Why nothing can be said of who shows no sign of use, with what to do; null when all that is needed was looked at.</summary>
    public static string? WhyUnknown(LicenceView view)
    {
        if (!view.Sources.Any(source => source.IsRequired))
        {
            return "No stream of this connector shows signs of use.";
        }

        var gaps = Gaps(view).ToList();

        return gaps.Count == 0 ? null : string.Join(" ", gaps.Select(gap => Gap(gap, view)));
    }

    private static string Gap(SignalSource source, LicenceView view) => source switch
    {
        { CoversFrom: null, Message: { } message } => $"{source.Stream} cannot be looked at: {message} {source.Fix}",
        { CoversFrom: null } => $"{source.Stream} holds no row, so it is not known how far back it goes.",
        { CoversTo: { } to } when to < view.AsOf => $"{source.Stream} is known until {Day(to)} only: {source.Message} {source.Fix}",
        { CoversFrom: { } from } => $"{source.Stream} goes back to {Day(from)} only, and {view.IdleDays.ToString(CultureInfo.InvariantCulture)} days begin at {Day(view.IdleSince)}.",
    };

    private static (LicenceStatus Status, string Why) Status(AccountEvidence account, LicenceView view, AccountSignal? last)
    {
        if (account.ServiceStatus is Deactivated)
        {
            return (LicenceStatus.Deactivated, "The service says that it is deactivated.");
        }

        if (account.ServiceStatus is Invited)
        {
            return (LicenceStatus.Invited, "The service says that it is invited and has not signed in yet.");
        }

        if (last?.CountsAs >= view.IdleSince)
        {
            return (LicenceStatus.Active, $"{Seen(last)}.");
        }

        if (account.BelongsToApp || AccountKinds.IsMachine(account.Type))
        {
            return (LicenceStatus.NoEvidence, "It belongs to a program: what programs do is not shown where people's use is.");
        }

        if (WhyUnknown(view) is { } why)
        {
            return (LicenceStatus.NoEvidence, $"{(last is null ? "No sign of use is known" : $"The last sign known is older ({Seen(last)})")}, but it cannot be told whether there was one since. {why}");
        }

        return last is null
            ? (LicenceStatus.NeverSeen, $"{Looked(view)} show no sign of use since {Day(view.Sources.Where(source => source.IsRequired).Max(source => source.CoversFrom)!.Value)}.")
            : (LicenceStatus.Idle, $"{Seen(last)}, and {Looked(view)} show nothing since.");
    }

    private static string Looked(LicenceView view) => string.Join(" and ", view.Sources.Where(source => source.IsRequired).Select(source => source.Stream));

    private static string Seen(AccountSignal signal) => signal.Precision switch
    {
        SignalPrecision.Window => $"Last charged for ({signal.Stream}), which proves a use from {Day(signal.From!.Value)} to {Day(signal.To!.Value)}",
        _ => $"Last seen {Day(signal.From!.Value)} ({signal.Stream})",
    };

    private static (BilledNow Billed, string Source) Billed(AccountEvidence account, LicenceView view) => view.Seats switch
    {
        null => (BilledNow.Unknown, "No stream of this connector tells which seats are charged for."),
        { } seats when !view.AreSeatsKnown => (BilledNow.Unknown, $"{seats.Name} were not complete in run {Number(view.Source.RunId)}."),
        { } seats when account.IsBilled is { } billed => (billed ? BilledNow.Yes : BilledNow.No, $"{seats.Name}, run {Number(view.Source.RunId)}"),
        { } seats => (BilledNow.Unknown, $"{seats.Name} do not say so of this account (run {Number(view.Source.RunId)})."),
    };

    private static List<AccountSignal> Signals(AccountEvidence account, LicenceView view)
    {
        List<AccountSignal> signals = new(view.Sources.Count + 1);

        for (var index = 0; index < view.Sources.Count; index++)
        {
            var source = view.Sources[index];
            var (from, to) = (account.Seen[index], account.Seen[index]);

            if (source.Precision is SignalPrecision.Day && from is { } moment)
            {
                from = new DateTimeOffset(moment.UtcDateTime.Date, TimeSpan.Zero);
                to = from.Value.AddDays(1).AddTicks(-1);
            }

            signals.Add(new(source.StreamId, source.Stream, source.Says, source.Precision, from, to, source.CoversFrom, source.CoversTo));
        }

        if (view is { UnchargedAfter: { } time, Seats: { } seats })
        {
            var told = account.BilledRun is { } run ? view.Runs.Find(run)?.At : null;
            signals.Add(new(
                seats.Id,
                seats.Name,
                $"The seat was charged for, which it is within {Number((long)time.TotalDays)} days of a use.",
                SignalPrecision.Window,
                told - time,
                told,
                view.SeatRuns.All.Count > 0 ? view.SeatRuns.All[0].At - time : null,
                view.SeatRuns.All.Count > 0 ? view.SeatRuns.All[^1].At : null));
        }

        return signals;
    }

    private static string Day(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
