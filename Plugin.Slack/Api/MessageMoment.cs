using System.Buffers.Text;
using System.Globalization;

namespace Plugin.Slack.Api;

/// <summary>Moments of messages: microseconds since 1970, which Slack writes as seconds, a dot and six digits.</summary>
internal static class MessageMoment
{
    /// <summary>Microseconds in a second.</summary>
    public const long Second = 1_000_000;

    /// <summary>Microseconds in a day.</summary>
    public const long Day = 86_400 * Second;

    private const int FractionDigits = 6;

    /// <summary>Reads Slack's text.</summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <param name="moment">The moment.</param>
    /// <returns>Whether it is one, within the calendar.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out long moment)
    {
        moment = 0;

        if (!Utf8Parser.TryParse(text, out long seconds, out var length) || seconds < 0 || SlackMoment.IsImpossible(seconds))
        {
            return false;
        }

        var fraction = 0L;
        var digits = text[length..];

        if (!digits.IsEmpty)
        {
            if (digits[0] is not (byte)'.' || digits.Length > FractionDigits + 1)
            {
                return false;
            }

            for (var place = 1; place <= FractionDigits; place++)
            {
                var digit = place < digits.Length ? digits[place] - '0' : 0;

                if (digit is < 0 or > 9)
                {
                    return false;
                }

                fraction = (fraction * 10) + digit;
            }
        }

        moment = (seconds * Second) + fraction;

        return true;
    }

    /// <summary>The beginning of a moment's day, in UTC.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The first moment of the day.</returns>
    public static long BeginOfDay(long moment) => moment / Day * Day;

    /// <summary>Writes a moment as Slack does.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The text.</returns>
    public static string Text(long moment) => string.Create(CultureInfo.InvariantCulture, $"{moment / Second}.{moment % Second:D6}");

    /// <summary>The moment for a store.</summary>
    /// <param name="moment">The moment.</param>
    /// <returns>The moment, to the millisecond.</returns>
    public static DateTimeOffset ToTime(long moment) => DateTimeOffset.FromUnixTimeMilliseconds(moment / 1000);
}
