using System.Globalization;

namespace Plugin.Slack.Collection;

/// <summary>The arguments of a list with cursors.</summary>
internal static class CursorForm
{
    /// <summary>Puts them together; the same filters go with every cursor.</summary>
    /// <param name="position">Where to go on.</param>
    /// <param name="limit">Records a page, or <see langword="null"/> for the stream's own.</param>
    /// <param name="ownLimit">The stream's own.</param>
    /// <param name="filters">What else is asked.</param>
    /// <returns>The arguments.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(StreamPosition position, int? limit, KeyValuePair<string, string> ownLimit, params ReadOnlySpan<KeyValuePair<string, string>> filters)
    {
        List<KeyValuePair<string, string>> form = [limit is { } given ? new("limit", given.ToString(CultureInfo.InvariantCulture)) : ownLimit, .. filters];

        if (position.Cursor is { } cursor)
        {
            form.Add(new("cursor", cursor));
        }

        return form;
    }
}
