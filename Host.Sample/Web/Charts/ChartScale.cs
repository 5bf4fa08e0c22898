using System.Globalization;

namespace Host.Sample.Web.Charts;

/// <summary>An axis from zero to a round number, in a hundred parts: so that no figure is too big to draw.</summary>
/// <param name="greatest">The greatest figure.</param>
public sealed class ChartScale(decimal greatest)
{
    /// <summary>Of a hundred.</summary>
    public const int Step = 25;

    private static readonly (decimal From, decimal Unit, string Sign)[] Units = [(1_000_000_000_000, 1_000_000_000_000, "T"), (1_000_000_000, 1_000_000_000, "G"), (1_000_000, 1_000_000, "M"), (10_000, 1_000, "k")];

    private readonly decimal _top = Top(greatest);

    /// <summary>A figure in parts of a hundred.</summary>
    public double Of(decimal value) => (double)(value / _top * 100);

    /// <summary>What stands beside the axis and over a bar: at most five characters.</summary>
    public string Text(double part) => Short((decimal)part * _top / 100);

    /// <summary>A figure in a few characters: <c>1.2M</c>.</summary>
    public static string Short(decimal value)
    {
        // Parts of a hundred and back again leave crumbs.
        var rounded = Math.Round(value, 6);

        foreach (var (from, unit, sign) in Units)
        {
            if (rounded >= from)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(rounded / unit, rounded / unit >= 100 ? 0 : 1):0.#}{sign}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(rounded, rounded >= 100 ? 0 : 2):0.##}");
    }

    // Four steps of a whole number each, where that is possible.
    private static decimal Top(decimal greatest)
    {
        if (greatest <= 4)
        {
            return 4;
        }

        var power = 1m;

        while (power * 10 < greatest)
        {
            power *= 10;
        }

        foreach (var factor in (decimal[])[1, 1.2m, 1.6m, 2, 2.4m, 3.2m, 4, 6, 8])
        {
            if (factor * power >= greatest)
            {
                return factor * power;
            }
        }

        return power * 10;
    }
}
