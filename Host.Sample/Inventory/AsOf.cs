using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Host.Sample.Inventory;

/// <summary>As of which run the inventory is wanted: the published one (the default), a run, or the one that was published at a moment.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Moment">The moment: the last run that had been published by then.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AsOf(long? RunId, DateTimeOffset? Moment = null) : IParsable<AsOf>
{
    /// <summary>What to write, for a message.</summary>
    public const string Fix = "Write a run's number, or a moment such as 2026-03-01 (its end, UTC) or 2026-03-01T08:00:00Z.";

    private const string Day = "yyyy-MM-dd";

    public static implicit operator AsOf(long? runId) => FromNullable(runId);

    /// <summary>As of a run; null: the published one.</summary>
    public static AsOf FromNullable(long? runId) => new(runId);

    public static AsOf Parse(string s, IFormatProvider? provider) => TryParse(s, provider, out var result) ? result : throw new FormatException(Fix);

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AsOf result)
    {
        if (long.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var run))
        {
            result = new(run);

            return true;
        }

        if (DateOnly.TryParseExact(s, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day < DateOnly.MaxValue)
        {
            result = new(null, new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero).AddTicks(-1));

            return true;
        }

        var isMoment = DateTimeOffset.TryParse(s, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) && s.Contains('T', StringComparison.OrdinalIgnoreCase);
        result = isMoment ? new(null, moment) : default;

        return isMoment;
    }
}
