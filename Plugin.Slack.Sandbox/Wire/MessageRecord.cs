using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Writes one message as <c>conversations.history</c> shows it.</summary>
internal sealed class MessageRecord(SlackWorkspace workspace, int day)
{
    /// <summary>What every message says, so that a test can prove that none is kept.</summary>
    public const string Text = "sandbox message text";

    public void Write(Utf8JsonWriter json, Message message)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        switch (message.Kind)
        {
            case MessageKind.Join:
                WriteJoin(json, message);
                break;
            case MessageKind.BotMessage or MessageKind.AppMessage:
                WriteBot(json, message);
                break;
            case MessageKind.Call:
                WriteCall(json, message);
                break;
            case MessageKind.Huddle:
                WriteHuddle(json, message);
                break;
            default:
                WritePerson(json, message);
                break;
        }

        json.WriteString("ts"u8, MessageTs.Text(message.Ts));
        json.WriteEndObject();
    }

    /// <summary>One reply of a thread, numbered from 0.</summary>
    public void WriteReply(Utf8JsonWriter json, Message message, int reply)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "message"u8);
        WriteAuthor(json, message, reply);
        WriteText(json, string.Create(CultureInfo.InvariantCulture, $"{Text} {message.Slot} reply {reply}"));
        json.WriteString("thread_ts"u8, MessageTs.Text(message.Ts));
        json.WriteString("parent_user_id"u8, workspace.Messages.Author(message, -1, out _));
        json.WriteString("ts"u8, MessageTs.Text(message.ReplyTs(reply)));
        json.WriteEndObject();
    }

    public static string CallName(Message message) => string.Create(CultureInfo.InvariantCulture, $"Weekly call {message.Slot}");

    private static string TextOf(Message message) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text} {message.Slot}{(message.Dice % 3 == 0 ? " &amp; more" : string.Empty)}");

    /// <summary>The words come twice, as plain text and in blocks.</summary>
    private static void WriteText(Utf8JsonWriter json, string text)
    {
        json.WriteString("text"u8, text);
        json.WriteStartArray("blocks"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "rich_text"u8);
        json.WriteStartArray("elements"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteIds(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (string id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }

    private void WriteAuthor(Utf8JsonWriter json, Message message, int reply)
    {
        json.WriteString("user"u8, workspace.Messages.Author(message, reply, out bool isForeign));
        string team = isForeign ? workspace.ForeignTeamId : workspace.TeamId;
        json.WriteString("team"u8, team);
        if (isForeign)
        {
            json.WriteString("user_team"u8, team);
            json.WriteString("source_team"u8, team);
        }
    }

    private void WritePerson(Utf8JsonWriter json, Message message)
    {
        WriteAuthor(json, message, reply: -1);
        WriteText(json, TextOf(message));
        if (message.IsEdited)
        {
            json.WriteStartObject("edited"u8);
            json.WriteString("user"u8, workspace.Messages.Author(message, -1, out _));
            json.WriteString("ts"u8, MessageTs.Text(message.Ts + 60_000_000));
            json.WriteEndObject();
        }

        if (message.Kind == MessageKind.File && workspace.Files.Count(day) > 0)
        {
            json.WriteBoolean("upload"u8, value: true);
            json.WriteStartArray("files"u8);
            new FileRecord(workspace, day).Write(json, workspace.Files.At((int)(message.Dice % (ulong)workspace.Files.Count(0))), inFull: false);
            json.WriteEndArray();
        }

        WriteThread(json, message);
    }

    private void WriteThread(Utf8JsonWriter json, Message message)
    {
        int replies = workspace.Messages.RepliesUpTo(message, day);
        if (replies == 0)
        {
            return;
        }

        string[] users = [.. Enumerable.Range(0, replies).Select(reply => workspace.Messages.Author(message, reply, out _)).Distinct(StringComparer.Ordinal)];
        json.WriteString("thread_ts"u8, MessageTs.Text(message.Ts));
        json.WriteNumber("reply_count"u8, replies);
        json.WriteNumber("reply_users_count"u8, users.Length);
        json.WriteString("latest_reply"u8, MessageTs.Text(message.ReplyTs(replies - 1)));
        WriteIds(json, "reply_users"u8, users);
        json.WriteBoolean("is_locked"u8, value: false);
        json.WriteBoolean("subscribed"u8, value: false);
    }

    private void WriteJoin(Utf8JsonWriter json, Message message)
    {
        string user = workspace.Messages.Author(message, -1, out _);
        json.WriteString("subtype"u8, "channel_join"u8);
        json.WriteString("user"u8, user);
        json.WriteString("text"u8, $"<@{user}> has joined the channel: {TextOf(message)}");
    }

    private void WriteBot(Utf8JsonWriter json, Message message)
    {
        Bot? bot = workspace.BotOf(message.Dice);
        string botId = bot?.BotId ?? workspace.BotIds.Text('B', 0);
        string appId = bot?.AppId ?? workspace.AppIds.Text('A', 1);
        if (message.Kind == MessageKind.BotMessage)
        {
            json.WriteString("subtype"u8, "bot_message"u8);
            json.WriteString("username"u8, bot?.Name ?? "Hook");
        }
        else
        {
            json.WriteNull("user"u8);
        }

        json.WriteString("bot_id"u8, botId);
        json.WriteString("app_id"u8, appId);
        json.WriteStartObject("bot_profile"u8);
        json.WriteString("id"u8, botId);
        json.WriteBoolean("deleted"u8, value: false);
        json.WriteString("name"u8, bot?.Name ?? "Hook");
        json.WriteNumber("updated"u8, workspace.FirstDay - SlackWorkspace.DaySeconds);
        json.WriteString("app_id"u8, appId);

        // An array where an object belongs, as Slack sometimes gives.
        json.WriteStartArray("icons"u8);
        json.WriteEndArray();
        json.WriteString("team_id"u8, workspace.TeamId);
        json.WriteEndObject();
        WriteText(json, TextOf(message));
        json.WriteStartArray("attachments"u8);
        json.WriteStartObject();
        json.WriteString("fallback"u8, TextOf(message));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteCall(Utf8JsonWriter json, Message message)
    {
        string id = workspace.Calls.Id(message);
        json.WriteString("user"u8, workspace.Messages.Author(message, -1, out _));
        json.WriteString("bot_id"u8, workspace.BotOf(message.Dice)?.BotId ?? workspace.BotIds.Text('B', 0));
        json.WriteString("app_id"u8, workspace.Apps.Id(InstalledApps.Zoom));
        json.WriteString("text"u8, "A call has started: " + TextOf(message));
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
        json.WriteString("name"u8, CallName(message));
        json.WriteString("created_by"u8, workspace.Messages.Author(message, -1, out _));
        WriteIds(json, "channels"u8, [workspace.Conversations.Id(message.In)]);
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

    private void WriteHuddle(Utf8JsonWriter json, Message message)
    {
        string[] participants = [.. workspace.Calls.Participants(message)];
        long? end = workspace.Calls.End(message);
        json.WriteString("subtype"u8, "huddle_thread"u8);
        json.WriteString("user"u8, "USLACKBOT"u8);
        json.WriteString("text"u8, "A huddle started: " + TextOf(message));
        json.WriteString("channel"u8, workspace.Conversations.Id(message.In));
        json.WriteStartObject("room"u8);
        json.WriteString("id"u8, workspace.Calls.Id(message));
        json.WriteString("name"u8, string.Empty);
        json.WriteString("media_server"u8, string.Empty);
        json.WriteString("created_by"u8, participants[0]);
        json.WriteNumber("date_start"u8, message.Seconds);
        json.WriteNumber("date_end"u8, end ?? 0);
        WriteIds(json, "participants"u8, end is null ? participants : []);
        WriteIds(json, "participant_history"u8, participants);
        WriteIds(json, "channels"u8, [workspace.Conversations.Id(message.In)]);
        json.WriteBoolean("is_dm_call"u8, value: false);
        json.WriteBoolean("has_ended"u8, end is not null);
        json.WriteString("call_family"u8, "huddle"u8);
        json.WriteEndObject();
        json.WriteBoolean("no_notifications"u8, value: true);
    }
}
