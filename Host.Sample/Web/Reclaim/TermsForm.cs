using System.Globalization;
using Host.Sample.Licences;
using Plugin.Abstractions.Settings;

namespace Host.Sample.Web.Reclaim;

/// <summary>Terms as they are typed: texts, until they are saved.</summary>
public sealed class TermsForm
{
    private const string DayForm = "yyyy-MM-dd";

    public TermsForm(SeatTerms terms)
    {
        Saved = terms;
        Price = terms.Price?.ToString(CultureInfo.InvariantCulture);
        Currency = terms.Currency;
        Period = terms.Period;
        Renewal = terms.Renewal?.ToString(DayForm, CultureInfo.InvariantCulture);
        IsContract = terms.IsContract;
        IdleDays = terms.IdleDays?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The terms that the form began with.</summary>
    public SeatTerms Saved { get; }

    public string? Price { get; set; }

    public string? Currency { get; set; }

    public BillingPeriod Period { get; set; }

    public string? Renewal { get; set; }

    public bool IsContract { get; set; }

    public string? IdleDays { get; set; }

    /// <summary>What is wrong, by field, as the room or the form says.</summary>
    public IReadOnlyList<SettingProblem> Problems { get; private set; } = [];

    /// <summary>What is wrong with a field; null: nothing.</summary>
    public string? Problem(string field) => Problems.Where(problem => problem.Setting == field).Select(problem => problem.Message).FirstOrDefault();

    /// <summary>Takes what is wrong.</summary>
    public void Take(IReadOnlyList<SettingProblem> problems) => Problems = problems;

    /// <summary>What saving would change that a person should know before; null: nothing.</summary>
    public string? Warning(SeatTerms terms) => Saved is { Price: not null, Currency: { } before } && terms is { Price: not null, Currency: { } after } && before != after && Currencies.Decimals(after) is not null
        ? $"The price was in {before}. A connector has one currency: {after} replaces it, and every amount is told in {after} from then on. Nothing is converted."
        : null;

    /// <summary>The terms that stand there; null when something is none, which <see cref="Problems"/> then tells.</summary>
    public SeatTerms? Read()
    {
        List<SettingProblem> problems = [];
        var price = Parse(Price, "price", "Write the price with a point and without the currency, such as 12.50.", text => decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (decimal?)null);
        var renewal = Parse(Renewal, "renewal", "Write a day such as 2026-12-31.", text => DateOnly.TryParseExact(text, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null);
        var days = Parse(IdleDays, "idleDays", "Write a whole number of days.", text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : (int?)null);
        Problems = problems;

        return problems.Count > 0 ? null : new()
        {
            Price = price,
            Currency = string.IsNullOrWhiteSpace(Currency) ? null : Currency.Trim().ToUpperInvariant(),
            Period = Period,
            Renewal = renewal,
            IsContract = IsContract,
            IdleDays = days,
        };

        T? Parse<T>(string? text, string field, string otherwise, Func<string, T?> parse)
            where T : struct
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            var value = parse(text.Trim());

            if (value is null)
            {
                problems.Add(new(field, "none", otherwise));
            }

            return value;
        }
    }
}
