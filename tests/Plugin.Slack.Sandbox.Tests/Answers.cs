using System.Text.Json;

namespace Plugin.Slack.Sandbox.Tests;

/// <summary>Words for reading answers.</summary>
internal static class Answers
{
    public static string? ErrorCode(this JsonElement answer) => answer.TryGetProperty("error", out JsonElement error) ? error.GetString() : null;

    public static bool IsOk(this JsonElement answer) => answer.GetProperty("ok").GetBoolean();

    public static bool Has(this JsonElement element, string name) => element.TryGetProperty(name, out _);

    public static bool IsTrue(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static IReadOnlyList<JsonElement> Items(this IEnumerable<JsonElement> pages, string list) =>
        [.. pages.SelectMany(page => page.GetProperty(list).EnumerateArray())];
}
