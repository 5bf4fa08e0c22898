using System.Text.Json;
using System.Text.Json.Nodes;

namespace Host.Sample.Privacy;

/// <summary>Takes ids out of JSON values: entries of lists go, other places become null.</summary>
internal static class ErasedNames
{
    /// <returns>The JSON without them; the very same text when none was in it, or when it is no JSON.</returns>
    public static string Without(string json, Func<string, bool> isErased)
    {
        try
        {
            var root = JsonNode.Parse(json);

            return Clean(root, isErased) ? root?.ToJsonString() ?? "null" : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static bool Clean(JsonNode? node, Func<string, bool> isErased)
    {
        var isChanged = false;

        if (node is JsonArray array)
        {
            for (var place = array.Count - 1; place >= 0; place--)
            {
                if (IsErased(array[place], isErased))
                {
                    array.RemoveAt(place);
                    isChanged = true;
                }
                else
                {
                    isChanged |= Clean(array[place], isErased);
                }
            }
        }
        else if (node is JsonObject entries)
        {
            foreach (var name in entries.Select(entry => entry.Key).ToList())
            {
                if (isErased(name))
                {
                    entries.Remove(name);
                    isChanged = true;
                }
                else if (IsErased(entries[name], isErased))
                {
                    entries[name] = null;
                    isChanged = true;
                }
                else
                {
                    isChanged |= Clean(entries[name], isErased);
                }
            }
        }

        return isChanged;
    }

    private static bool IsErased(JsonNode? node, Func<string, bool> isErased) => node is JsonValue value && value.TryGetValue<string>(out var text) && isErased(text);
}
