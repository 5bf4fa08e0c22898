using System.Globalization;
using System.Text;

namespace Host.Sample.Cli;

/// <summary>How values read on a terminal.</summary>
internal static class Words
{
    public static string Of(object? value) => value switch
    {
        null => "",
        bool yes => yes ? "yes" : "no",
        DateTimeOffset moment => moment.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        TimeSpan duration => Duration(duration),
        long number => Number(number),
        int number => Number(number),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Plain(value.ToString() ?? ""),
    };

    /// <summary>An enumeration's value as a word in a sentence.</summary>
    public static string Lower(Enum value) => value.ToString().ToLowerInvariant();

    public static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 row</c>, <c>2,000 rows</c>.</summary>
    /// <param name="value">How many.</param>
    /// <param name="noun">One of them; more of them end in an s.</param>
    public static string Count(long value, string noun) => $"{Number(value)} {noun}{(value == 1 ? "" : "s")}";

    public static string Duration(TimeSpan value) => value switch
    {
        { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.0} s"),
        { TotalSeconds: < 100 } => string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalMinutes} min {value.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)value.TotalHours} h {value.Minutes} min"),
    };

    /// <summary>Text from outside without what could steer a terminal.</summary>
    public static string Plain(string text)
    {
        if (!text.Any(IsSteering))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);

        foreach (var character in text)
        {
            plain.Append(IsSteering(character) ? '\uFFFD' : character);
        }

        return plain.ToString();
    }

    // Control characters, and the marks that turn the direction of writing around.
    private static bool IsSteering(char character) => char.IsControl(character) || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
