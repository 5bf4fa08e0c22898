using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Writes the messages that calls and huddles leave in a conversation.</summary>
internal sealed class CallRecord(SlackWorkspace workspace)
{
    /// <summary>What the app calls a call.</summary>
    public static string NameOf(Message message) => string.Create(CultureInfo.InvariantCulture, $"Weekly call {message.Slot}");

    /// <summary>The fields of a message that an app for calls wrote; the call stands in its block.</summary>
    public void WriteMessage(Utf8JsonWriter json, Message message)
    {
        string id = workspace.Calls.Id(message);
        json.WriteString("user"u8, workspace.Messages.Author(message, -1, out _));
        json.WriteString("bot_id"u8, workspace.BotOf(message.Dice)?.BotId ?? workspace.BotIds.Text('B', 0));
        json.WriteString("app_id"u8, workspace.Apps.Id(InstalledApps.Zoom));
        json.WriteString("text"u8, "A call has started: " + MessageRecord.TextOf(message));
        json.WriteStartArray("blocks"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "call"u8);
        json.WriteString("block_id"u8, "call-" + message.Slot.ToString(CultureInfo.InvariantCulture));
        json.WriteString("call_id"u8, id);
        json.WriteBoolean("api_decoration_available"u8, value: false);
        json.WriteStartObject("call"u8);
        json.WriteStartObject("v1"u8);
        json.WriteString("id"u8, id);
        json.WriteString("app_id"u8, workspace.Apps.Id(InstalledApps.Zoom));
        json.WriteNumber("date_start"u8, message.Seconds);
        long? end = workspace.Calls.End(message);
        json.WriteNumber("date_end"u8, end ?? 0);
        WriteParticipants(json, "active_participants"u8, end is null ? workspace.Calls.Participants(message) : []);
        WriteParticipants(json, "all_participants"u8, workspace.Calls.Participants(message));
        json.WriteString("display_id"u8, "999 888 777"u8);
        json.WriteString("join_url"u8, $"https://calls.example/j/{id}");
        json.WriteString("name"u8, NameOf(message));
        json.WriteString("created_by"u8, workspace.Messages.Author(message, -1, out _));
        MessageRecord.WriteIds(json, "channels"u8, [workspace.Conversations.Id(message.In)]);
        json.WriteBoolean("is_dm_call"u8, value: false);
        json.WriteBoolean("was_rejected"u8, value: false);
        json.WriteBoolean("was_missed"u8, value: false);
        json.WriteBoolean("was_accepted"u8, value: true);
        json.WriteBoolean("has_ended"u8, end is not null);
        json.WriteEndObject();
        json.WriteString("media_backend_type"u8, "platform_call"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteParticipants(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> users)
    {
        json.WriteStartArray(name);
        foreach (string user in users)
        {
            json.WriteStartObject();
            json.WriteString("slack_id"u8, user);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The fields of the message that a huddle is.</summary>
    public void WriteHuddle(Utf8JsonWriter json, Message message)
    {
        string[] participants = [.. workspace.Calls.Participants(message)];
        long? end = workspace.Calls.End(message);
        json.WriteString("subtype"u8, "huddle_thread"u8);
        json.WriteString("user"u8, "USLACKBOT"u8);
        json.WriteString("text"u8, "A huddle started: " + MessageRecord.TextOf(message));
        json.WriteString("channel"u8, workspace.Conversations.Id(message.In));
        json.WriteStartObject("room"u8);
        json.WriteString("id"u8, workspace.Calls.Id(message));
        json.WriteString("name"u8, string.Empty);
        json.WriteString("media_server"u8, string.Empty);
        json.WriteString("created_by"u8, participants[0]);
        json.WriteNumber("date_start"u8, message.Seconds);
        json.WriteNumber("date_end"u8, end ?? 0);
        MessageRecord.WriteIds(json, "participants"u8, end is null ? participants : []);
        MessageRecord.WriteIds(json, "participant_history"u8, participants);
        MessageRecord.WriteIds(json, "channels"u8, [workspace.Conversations.Id(message.In)]);
        json.WriteBoolean("is_dm_call"u8, value: false);
        json.WriteBoolean("has_ended"u8, end is not null);
        json.WriteString("call_family"u8, "huddle"u8);
        json.WriteEndObject();
        json.WriteBoolean("no_notifications"u8, value: true);
    }
}
