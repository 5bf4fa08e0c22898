using System.Text.Json;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>The <c>paging</c> object of the older, numbered pages.</summary>
internal static class PageNumbers
{
    public static void Write(ApiCall call, long count, long total, long page)
    {
        Utf8JsonWriter json = call.Json;
        json.WriteStartObject("paging"u8);
        json.WriteNumber("count"u8, count);
        json.WriteNumber("total"u8, total);
        json.WriteNumber("page"u8, page);
        json.WriteNumber("pages"u8, Math.Max(1, (total + count - 1) / count));
        json.WriteEndObject();
    }
}
