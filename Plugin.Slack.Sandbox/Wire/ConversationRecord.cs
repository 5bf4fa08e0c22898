using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Writes one conversation as <c>conversations.list</c> shows it.</summary>
internal static class ConversationRecord
{
    public static void Write(Utf8JsonWriter json, SlackWorkspace workspace, Conversation conversation, int day, bool withMemberCount)
    {
        Conversations conversations = workspace.Conversations;
        string owner = workspace.UserId(workspace.People.Population.IndexOf(0));
        bool direct = conversation.Kind == ConversationKind.Im;
        json.WriteStartObject();
        json.WriteString("id"u8, conversations.Id(conversation));
        json.WriteNumber("created"u8, conversation.Created);
        json.WriteBoolean("is_channel"u8, conversation.Kind is ConversationKind.PublicChannel || (conversation.Kind == ConversationKind.PrivateChannel && !conversation.IsOldGroup));
        json.WriteBoolean("is_group"u8, conversation.IsOldGroup);
        json.WriteBoolean("is_im"u8, direct);
        json.WriteBoolean("is_mpim"u8, conversation.Kind == ConversationKind.Mpim);
        json.WriteBoolean("is_private"u8, conversation.Kind != ConversationKind.PublicChannel);
        json.WriteBoolean("is_archived"u8, conversation.IsArchived);
        json.WriteBoolean("is_org_shared"u8, value: false);
        json.WriteString("context_team_id"u8, workspace.TeamId);

        // Seconds for one and milliseconds for the other, as at Slack.
        json.WriteNumber("updated"u8, (conversation.Updated * 1_000) + 302);
        if (direct)
        {
            string? other = conversations.MemberAt(conversation, 0, day: 0);
            json.WriteString("user"u8, other);
            json.WriteBoolean("is_user_deleted"u8, conversations.MemberAt(conversation, 0, day) is null);
            json.WriteEndObject();
            return;
        }

        string name = Conversations.Name(conversation);
        json.WriteString("name"u8, name);
        json.WriteString("name_normalized"u8, name);
        json.WriteString("creator"u8, owner);
        json.WriteBoolean("is_general"u8, conversation.IsGeneral);
        json.WriteBoolean("is_member"u8, conversation.Start == 0 || conversation.Kind != ConversationKind.PublicChannel);
        json.WriteNumber("unlinked"u8, 0);
        WriteSharing(json, workspace, conversation);
        WriteText(json, "topic"u8, TopicOf(conversation, name), owner, conversation.Created);
        WriteText(json, "purpose"u8, "Everything about " + name, owner, conversation.Created);
        json.WriteStartArray("previous_names"u8);
        json.WriteEndArray();
        if (withMemberCount)
        {
            json.WriteNumber("num_members"u8, conversations.MemberCount(conversation, day));
        }

        json.WriteEndObject();
    }

    private static string TopicOf(Conversation conversation, string name) =>
        conversation.Topics > 0 ? string.Create(CultureInfo.InvariantCulture, $"Topic {conversation.Topics} about {name}")
        : conversation.Dice % 3 == 0 ? "Questions &amp; answers about " + name
        : string.Empty;

    private static void WriteSharing(Utf8JsonWriter json, SlackWorkspace workspace, Conversation conversation)
    {
        json.WriteBoolean("is_shared"u8, conversation.IsShared);
        json.WriteBoolean("is_ext_shared"u8, conversation.IsShared);
        json.WriteBoolean("is_pending_ext_shared"u8, value: false);
        json.WriteStartArray("pending_shared"u8);
        json.WriteEndArray();
        json.WriteStartArray("shared_team_ids"u8);
        json.WriteStringValue(workspace.TeamId);
        if (conversation.IsShared)
        {
            json.WriteStringValue(workspace.ForeignTeamId);
        }

        json.WriteEndArray();
        json.WriteStartArray("connected_team_ids"u8);
        if (conversation.IsShared)
        {
            json.WriteStringValue(workspace.ForeignTeamId);
        }

        json.WriteEndArray();
        if (conversation.IsShared)
        {
            json.WriteString("conversation_host_id"u8, workspace.TeamId);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text, string creator, long set)
    {
        json.WriteStartObject(name);
        json.WriteString("value"u8, text);
        json.WriteString("creator"u8, text.Length == 0 ? string.Empty : creator);
        json.WriteNumber("last_set"u8, text.Length == 0 ? 0 : set);
        json.WriteEndObject();
    }
}
