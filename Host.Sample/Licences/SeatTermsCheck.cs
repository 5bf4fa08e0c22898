using System.Globalization;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Licences;

/// <summary>Says what is wrong with terms, and the fix.</summary>
internal static class SeatTermsCheck
{
    public const int MostIdleDays = 3_650;

    private const decimal MostPrice = 1_000_000;
    private const int MostDecimals = 4;

    /// <param name="terms">The terms.</param>
    /// <param name="today">A renewal must lie behind this day.</param>
    public static IEnumerable<SettingProblem> Check(SeatTerms terms, DateOnly today)
    {
        if (terms.Price is { } price && (price is <= 0 or > MostPrice || price.Scale > MostDecimals))
        {
            yield return new("price", "not_in_range", $"The price {price.ToString(CultureInfo.InvariantCulture)} cannot be used: give what one seat costs for a period, more than 0, at most 1,000,000, with at most {MostDecimals} decimals.");
        }

        if (terms.Currency is { } currency && Currencies.Decimals(currency) is null)
        {
            yield return new("currency", "unknown_currency", $"'{currency}' is no currency: give its code by ISO 4217, such as EUR, GBP or USD.");
        }

        if (terms.Price is not null && terms.Currency is null)
        {
            yield return new("currency", "missing", "A price needs its currency: give its code by ISO 4217, such as EUR, GBP or USD.");
        }

        if (!Enum.IsDefined(terms.Period))
        {
            yield return new("period", "unknown_choice", "The period is month or year.");
        }

        if (terms.Renewal is { } renewal && renewal <= today)
        {
            yield return new("renewal", "past", $"The renewal {renewal.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} is not in the future, so nothing can be worked out until then: give the first day of the next term.");
        }

        if (terms.IdleDays is { } days && days is < 1 or > MostIdleDays)
        {
            yield return new("idleDays", "not_in_range", $"{days.ToString(CultureInfo.InvariantCulture)} idle days cannot be used: give a whole number from 1 to {MostIdleDays.ToString(CultureInfo.InvariantCulture)}.");
        }
    }
}
