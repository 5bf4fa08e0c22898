using System.Text.Json;
using Host.Sample.Inventory;
using Plugin.Abstractions.Collection;

namespace Host.Sample.Api;

/// <summary>Values as REST gives them: moments in the store's form, JSON as JSON.</summary>
internal static class RowValues
{
    public static Dictionary<string, object?> Of(InventoryRow row, InventorySchema schema) =>
        schema.Columns.Select((column, position) => (column.Name, Value: Of(row.Values[position], column.Type))).ToDictionary(pair => pair.Name, pair => pair.Value);

    public static object? Of(object? value, ColumnType type) => value switch
    {
        DateTimeOffset moment => UtcText.Of(moment),
        string text when type is ColumnType.Json => Json(text),
        _ => value,
    };

    private static object Json(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
