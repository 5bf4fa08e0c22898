using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Writes one message as <c>conversations.history</c> shows it.</summary>
internal sealed class MessageRecord(SlackWorkspace workspace, int day)
{
    /// <summary>What every message says, so that a test can prove that none is kept.</summary>
    public const string Text = "sandbox message text";

    private readonly CallRecord _calls = new(workspace);

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
                _calls.WriteMessage(json, message);
                break;
            case MessageKind.Huddle:
                _calls.WriteHuddle(json, message);
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

    public static string TextOf(Message message) =>
        string.Create(CultureInfo.InvariantCulture, $"{Text} {message.Slot}{(message.Dice % 3 == 0 ? " &amp; more" : string.Empty)}");

    public static void WriteIds(Utf8JsonWriter json, ReadOnlySpan<byte> name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (string id in ids)
        {
            json.WriteStringValue(id);
        }

        json.WriteEndArray();
    }

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
}
