using System.Globalization;
using System.Text;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>
/// Where the next page starts, for one method and the filters it was asked with. Opaque to the caller: Base64 that ends in
/// <c>=</c>, as Slack's mostly do, so that a client which forgets to encode it is found out.
/// </summary>
internal static class Cursor
{
    /// <param name="strike">
    /// Which page of a fault this cursor follows, 0 for none: the position has not moved, and no two cursors of a walk are alike.
    /// </param>
    public static string Write(string list, long position, long strike)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{list}:{position}:{Check(list, position):x4}");
        if (strike > 0)
        {
            text += string.Create(CultureInfo.InvariantCulture, $":{strike}");
        }

        if (text.Length % 3 == 0)
        {
            text += "~";
        }

        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
    }

    public static bool TryRead(string list, string cursor, out long position)
    {
        position = 0;
        Span<byte> bytes = stackalloc byte[256];
        if (!Convert.TryFromBase64String(cursor, bytes, out int length))
        {
            return false;
        }

        string text = Encoding.UTF8.GetString(bytes[..length]).TrimEnd('~');
        if (!text.StartsWith(list + ":", StringComparison.Ordinal))
        {
            return false;
        }

        string[] parts = text[(list.Length + 1)..].Split(':');
        return parts.Length is 2 or 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out position)
            && parts[1] == Check(list, position).ToString("x4", CultureInfo.InvariantCulture);
    }

    private static int Check(string list, long position) =>
        (int)(Workspace.Chance.Of(Workspace.Chance.Of(17, list), (ulong)position) & 0xFFFF);
}
