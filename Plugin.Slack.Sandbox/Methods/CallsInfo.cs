using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class CallsInfo
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        string? id = call.Arguments.Text("id");
        if (!workspace.Calls.TryFind(id, day, out Message message))
        {
            // A huddle's id looks like a call's, and Slack stumbles over it.
            call.Refuse(workspace.Calls.IsHuddle(id, day) ? "internal_error" : "invalid_call_id");
            return;
        }

        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("call"u8);
        json.WriteString("id"u8, id);
        json.WriteNumber("date_start"u8, message.Seconds);
        if (workspace.Calls.End(message) is { } end)
        {
            json.WriteNumber("date_end"u8, end);
        }

        json.WriteString("external_unique_id"u8, "ext-" + id);
        json.WriteString("external_display_id"u8, "999 888 777"u8);
        json.WriteString("join_url"u8, $"https://calls.example/j/{id}");
        json.WriteString("desktop_app_join_url"u8, $"calls://j/{id}");
        json.WriteString("title"u8, CallRecord.NameOf(message));
        json.WriteStartArray("channels"u8);
        json.WriteStringValue(workspace.Conversations.Id(message.In));
        json.WriteEndArray();
        json.WriteStartArray("users"u8);
        foreach (string participant in workspace.Calls.Participants(message))
        {
            json.WriteStartObject();
            json.WriteString("slack_id"u8, participant);
            json.WriteEndObject();
        }

        // Who is not at Slack has a name and a picture, and no id there.
        json.WriteStartObject();
        json.WriteString("external_id"u8, "guest-1"u8);
        json.WriteString("display_name"u8, "A caller from outside"u8);
        json.WriteString("avatar_url"u8, "https://calls.example/guest-1.png"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
