using Plugin.Abstractions;

namespace Host.Sample.Licences;

/// <summary>What taking back one charged seat saves, as of a day. The one list of these rules; docs/reclaim.md tells it in words.</summary>
internal sealed class SeatMoney
{
    private readonly SeatTerms _terms;
    private readonly DateOnly _today;
    private readonly DateOnly? _periodBegin;

    public SeatMoney(SeatTerms terms, SeatRules? rules, DateOnly today)
    {
        (_terms, _today) = (terms, today);
        Class = rules is { IsCreditedWithinTerm: true } && !terms.IsContract ? ReclaimClass.Credit : ReclaimClass.FromRenewal;

        if (terms.Renewal is { } renewal && renewal > today)
        {
            Renewal = renewal;
            var months = terms.Period is BillingPeriod.Year ? 12 : 1;
            var periods = 0;

            while (renewal.AddMonths(-(periods + 1) * months) > today)
            {
                periods++;
            }

            PeriodEnd = renewal.AddMonths(-periods * months);
            _periodBegin = renewal.AddMonths(-(periods + 1) * months);
        }
    }

    /// <summary>As of the view's run.</summary>
    public static SeatMoney Of(LicenceView view) => new(view.Terms, view.Rules, DateOnly.FromDateTime(view.AsOf.UtcDateTime));

    /// <summary>What becomes of a charged seat that is taken back.</summary>
    public ReclaimClass Class { get; }

    /// <summary>The renewal; null when it is not told or past.</summary>
    public DateOnly? Renewal { get; }

    /// <summary>The end of the period that is paid for; null when the renewal is not known.</summary>
    public DateOnly? PeriodEnd { get; }

    /// <summary>What a seat costs for a period; null: not told.</summary>
    public decimal? PerPeriod => Rounded(_terms.Price);

    /// <summary>What is credited for the days from today until a day, at most until the period's end; null when price or renewal are not known.</summary>
    public decimal? CreditUntil(DateOnly day) => _terms.Price is { } price && PeriodEnd is { } end && _periodBegin is { } begin
        ? Rounded(price * Math.Max(0, (day < end ? day : end).DayNumber - _today.DayNumber) / (end.DayNumber - begin.DayNumber))
        : null;

    /// <summary>What is missing in the terms or out of date, a sentence each.</summary>
    public static IEnumerable<string> Remarks(SeatTerms terms, SeatRules? rules, DateOnly today)
    {
        if (terms.Price is null)
        {
            yield return "No price is known, so seats are counted and money is not: tell the price of a seat and its currency.";
        }

        if (terms.Renewal is null)
        {
            yield return "No renewal date is known: tell the first day of the next term.";
        }
        else if (terms.Renewal <= today)
        {
            yield return $"The renewal {LicenceWords.Day(terms.Renewal.Value)} has passed, so nothing is worked out until then: tell the first day of the next term.";
        }

        if (terms.IsContract)
        {
            yield return "A contract holds: every charged seat counts as paid for until the renewal, used or not.";
        }
        else if (rules is null)
        {
            yield return "How the service charges is not known, so a charged seat that is taken back counts as saved from the renewal on, not before.";
        }
        else
        {
            yield return $"The service's usual rules are taken to hold ({rules.AppliesTo}) If a contract holds instead, say so in the terms.";
        }
    }

    private decimal? Rounded(decimal? amount) => amount is { } value ? Math.Round(value, Currencies.Decimals(_terms.Currency ?? "") ?? 2, MidpointRounding.AwayFromZero) : null;
}
