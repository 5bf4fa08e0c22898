using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Writes one file as <c>files.list</c> shows it, with the addresses and previews that an inventory has no business with.</summary>
internal sealed class FileRecord(SlackWorkspace workspace, int day)
{
    /// <summary>What previews say, so that a test can prove that none is kept.</summary>
    public const string Preview = "sandbox file text";

    private static readonly string[] Stems = ["plan", "budget", "screenshot", "minutes", "offer", "draft \U0001F680", "\u062A\u0642\u0631\u064A\u0631", "report"];

    /// <summary>Without <paramref name="inFull"/> a file of another workspace is a stub.</summary>
    public void Write(Utf8JsonWriter json, SharedFile file, bool inFull)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, workspace.Files.Id(file));
        json.WriteNumber("created"u8, file.Created);
        json.WriteNumber("timestamp"u8, file.Created);
        if (workspace.Files.IsHidden(file))
        {
            json.WriteString("mode"u8, "tombstone"u8);
        }
        else if (file.IsForeign && !inFull)
        {
            json.WriteString("mode"u8, "file_access"u8);
            json.WriteString("file_access"u8, "check_file_info"u8);
        }
        else
        {
            WriteAll(json, file, inFull);
        }

        json.WriteEndObject();
    }

    private static void WriteExternal(Utf8JsonWriter json, FileForm form, string id)
    {
        json.WriteBoolean("is_external"u8, form.External is not null);
        json.WriteString("external_type"u8, form.External ?? string.Empty);
        if (form.External is not null)
        {
            json.WriteString("external_id"u8, "ext-" + id);
            json.WriteString("external_url"u8, $"https://{form.External}.example/open/{id}");
        }
    }

    private static void WriteContent(Utf8JsonWriter json, SharedFile file, FileForm form, string address)
    {
        json.WriteString("url_private"u8, address);
        json.WriteString("url_private_download"u8, address + "?download");
        json.WriteString("permalink"u8, address + "?permalink");
        if (form.Class == "images")
        {
            json.WriteString("thumb_64"u8, address + "?64");
            json.WriteNumber("original_w"u8, 176);
            json.WriteNumber("original_h"u8, 226);
        }
        else if (form.Class is "snippets" or "spaces")
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"{Preview} {file.Number}");
            json.WriteString("preview"u8, text);
            json.WriteString("preview_highlight"u8, $"<div>{text}</div>");
            json.WriteString("plain_text"u8, text);
            json.WriteNumber("lines"u8, 3);
        }
    }

    private void WriteAll(Utf8JsonWriter json, SharedFile file, bool inFull)
    {
        FileForm form = file.Form;
        string id = workspace.Files.Id(file);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Stems[(int)((file.Dice >> 12) & 7)]}-{file.Number}.{form.Extension}");
        if (file.Dice % 5 == 0)
        {
            json.WriteNumber("updated"u8, Math.Min(workspace.Now, file.Created + 3_600));
        }

        json.WriteString("name"u8, name);
        json.WriteString("title"u8, file.Dice % 3 == 0 ? string.Empty : name);
        json.WriteString("mimetype"u8, form.Mimetype);
        json.WriteString("filetype"u8, form.Filetype);
        json.WriteString("pretty_type"u8, form.Pretty);
        WriteOwner(json, file, form);
        json.WriteBoolean("editable"u8, form.Mode is "snippet" or "quip");
        json.WriteNumber("size"u8, form.External is null ? 500 + (long)((file.Dice >> 16) % 40_000_000) : 0);
        json.WriteString("mode"u8, form.Mode);
        WriteExternal(json, form, id);
        Conversation? place = workspace.Files.SharedIn(file, day);
        json.WriteBoolean("is_public"u8, place?.Kind == ConversationKind.PublicChannel);
        json.WriteBoolean("public_url_shared"u8, place?.Kind == ConversationKind.PublicChannel && file.Dice % 19 == 2);
        json.WriteBoolean("display_as_bot"u8, value: false);
        json.WriteString("username"u8, string.Empty);
        WriteContent(json, file, form, $"https://files.slack.example/files-pri/{workspace.TeamId}-{id}/{Uri.EscapeDataString(name)}");
        WritePlaces(json, place);
        json.WriteNumber("comments_count"u8, 0);
        if (inFull && place is { } shared)
        {
            WriteShares(json, file, shared);
        }
    }

    private void WriteOwner(Utf8JsonWriter json, SharedFile file, FileForm form)
    {
        if (file.IsFromBot && workspace.BotOf(file.Dice) is { } bot)
        {
            json.WriteString("user"u8, bot.UserId);
            json.WriteString("bot_id"u8, bot.BotId);
            json.WriteString("app_id"u8, bot.AppId);
            json.WriteString("app_name"u8, bot.Name);
            return;
        }

        json.WriteString("user"u8, workspace.Files.Owner(file));
        json.WriteString("user_team"u8, file.IsForeign ? workspace.ForeignTeamId : workspace.TeamId);
        if (form.App is { } app)
        {
            json.WriteString("app_id"u8, workspace.Apps.Id(app));
            json.WriteString("app_name"u8, "Google Drive"u8);
        }
    }

    private void WritePlaces(Utf8JsonWriter json, Conversation? place)
    {
        Write(json, "channels"u8, place is { Kind: ConversationKind.PublicChannel });
        Write(json, "groups"u8, place is { Kind: ConversationKind.PrivateChannel or ConversationKind.Mpim });
        Write(json, "ims"u8, place is { Kind: ConversationKind.Im });

        void Write(Utf8JsonWriter target, ReadOnlySpan<byte> name, bool holds)
        {
            target.WriteStartArray(name);
            if (holds)
            {
                target.WriteStringValue(workspace.Conversations.Id(place!.Value));
            }

            target.WriteEndArray();
        }
    }

    private void WriteShares(Utf8JsonWriter json, SharedFile file, Conversation place)
    {
        json.WriteStartObject("shares"u8);
        json.WriteStartObject(place.Kind == ConversationKind.PublicChannel ? "public"u8 : "private"u8);
        json.WriteStartArray(workspace.Conversations.Id(place));
        json.WriteStartObject();
        json.WriteStartArray("reply_users"u8);
        json.WriteEndArray();
        json.WriteNumber("reply_count"u8, 0);
        json.WriteString("ts"u8, string.Create(CultureInfo.InvariantCulture, $"{file.Created}.000100"));
        json.WriteString("team_id"u8, workspace.TeamId);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
