using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;

namespace Plugin.Slack.Sandbox.Methods;

internal static class TeamProfileGet
{
    public static void Answer(ApiCall call)
    {
        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("profile"u8);
        json.WriteStartArray("fields"u8);
        call.CountRecord();
        json.WriteStartObject();
        json.WriteString("id"u8, UserRecord.CustomField);
        json.WriteNumber("ordering"u8, 0);
        json.WriteString("field_name"u8, "office"u8);
        json.WriteString("label"u8, "Office"u8);
        json.WriteString("hint"u8, "Where the person works"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteNull("possible_values"u8);
        json.WriteNull("options"u8);
        json.WriteBoolean("is_hidden"u8, value: false);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteStartArray("sections"u8);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
