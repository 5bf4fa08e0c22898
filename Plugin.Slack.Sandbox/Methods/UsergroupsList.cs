using System.Globalization;
using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class UsergroupsList
{
    public static async Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        SlackWorkspace workspace = call.Workspace;
        int day = workspace.Day;
        bool withDisabled = call.Arguments.Flag("include_disabled");
        bool withUsers = call.Arguments.Flag("include_users");
        bool withCount = call.Arguments.Flag("include_count");
        Utf8JsonWriter json = call.Open();
        json.WriteStartArray("usergroups"u8);
        for (int number = 0; number < workspace.UserGroups.Count && !call.PageIsEmptied; number++)
        {
            UserGroup group = workspace.UserGroups.At(number);
            if (group.Deleted == 0 || withDisabled)
            {
                Write(json, workspace, group, day, withUsers, withCount);
                await call.RecordWrittenAsync(cancellationToken);
            }
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, SlackWorkspace workspace, UserGroup group, int day, bool withUsers, bool withCount)
    {
        string owner = workspace.UserId(workspace.People.Population.IndexOf(0));
        json.WriteStartObject();
        json.WriteString("id"u8, group.Id);
        json.WriteString("team_id"u8, workspace.TeamId);
        json.WriteBoolean("is_usergroup"u8, value: true);
        json.WriteBoolean("is_subteam"u8, value: true);
        json.WriteString("name"u8, group.Name);
        json.WriteString("description"u8, group.Number % 4 == 0 ? string.Empty : "Everybody in " + group.Name);
        json.WriteString("handle"u8, group.Handle);
        json.WriteBoolean("is_external"u8, value: false);
        json.WriteNumber("date_create"u8, group.Created);
        json.WriteNumber("date_update"u8, group.Updated);
        json.WriteNumber("date_delete"u8, group.Deleted);
        if (group.Number == 0)
        {
            json.WriteString("auto_type"u8, "admin"u8);
        }
        else
        {
            json.WriteNull("auto_type"u8);
        }

        json.WriteString("created_by"u8, owner);
        json.WriteString("updated_by"u8, owner);
        if (group.Deleted == 0)
        {
            json.WriteNull("deleted_by"u8);
        }
        else
        {
            json.WriteString("deleted_by"u8, owner);
        }

        json.WriteStartObject("prefs"u8);
        json.WriteStartArray("channels"u8);
        json.WriteEndArray();
        json.WriteStartArray("groups"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        WriteMembers(json, workspace, group, day, withUsers, withCount);
        json.WriteEndObject();
    }

    private static void WriteMembers(Utf8JsonWriter json, SlackWorkspace workspace, UserGroup group, int day, bool withUsers, bool withCount)
    {
        if (withUsers)
        {
            json.WriteStartArray("users"u8);
            foreach (string member in workspace.UserGroups.Members(group, day))
            {
                json.WriteStringValue(member);
            }

            json.WriteEndArray();
        }

        if (withCount)
        {
            // Text in Slack's own sample.
            json.WriteString("user_count"u8, workspace.UserGroups.Members(group, day).Count().ToString(CultureInfo.InvariantCulture));
        }
    }
}
