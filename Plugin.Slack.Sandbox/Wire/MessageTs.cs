using System.Globalization;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>The moment that names a message: Unix seconds, a point and six digits. Never a floating number.</summary>
internal static class MessageTs
{
    public static string Text(long ts) => string.Create(CultureInfo.InvariantCulture, $"{ts / 1_000_000}.{ts % 1_000_000:000000}");

    public static bool TryRead(string text, out long ts)
    {
        ts = 0;
        string[] parts = text.Split('.');
        if (parts.Length > 2 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) || seconds > 100_000_000_000)
        {
            return false;
        }

        int fraction = 0;
        if (parts.Length == 2 && (parts[1].Length > 6
            || !int.TryParse(parts[1].PadRight(6, '0'), NumberStyles.None, CultureInfo.InvariantCulture, out fraction)))
        {
            return false;
        }

        ts = (seconds * 1_000_000) + fraction;
        return true;
    }
}
