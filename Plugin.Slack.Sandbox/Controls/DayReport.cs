using System.Text.Json;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Controls;

/// <summary>What one day changed, counted by comparing the two days.</summary>
internal static class DayReport
{
    public static void Write(Utf8JsonWriter json, SlackOrganisation organisation, int day)
    {
        (int left, int becameGuest, int becameAdmin, int becameMember, int title, int billed, int unbilled) = (0, 0, 0, 0, 0, 0, 0);
        People people = organisation.People;
        int before = people.Count(day - 1);
        for (int index = 0; index < before; index++)
        {
            Person was = people.At(index, day - 1);
            Person now = people.At(index, day);
            title += now.Titles - was.Titles == 1 ? 1 : 0;
            bool wasBilled = organisation.SignIns.IsBilled(was, day - 1);
            bool isBilled = organisation.SignIns.IsBilled(now, day);
            billed += isBilled && !wasBilled ? 1 : 0;
            unbilled += wasBilled && !isBilled ? 1 : 0;
            if (was.Class == now.Class)
            {
                continue;
            }

            left += now.Class == AccountClass.Deactivated ? 1 : 0;
            becameGuest += now.IsGuest ? 1 : 0;
            becameAdmin += now.IsAdmin ? 1 : 0;
            becameMember += now.Class == AccountClass.Member ? 1 : 0;
        }

        json.WriteStartObject();
        json.WriteNumber("day"u8, day);
        json.WriteString("now"u8, DateTimeOffset.FromUnixTimeSeconds(organisation.Clock.Now));
        json.WriteStartObject("people"u8);
        json.WriteNumber("joined"u8, people.Count(day) - before);
        json.WriteNumber("left"u8, left);
        json.WriteNumber("became_guest"u8, becameGuest);
        json.WriteNumber("became_admin"u8, becameAdmin);
        json.WriteNumber("became_member"u8, becameMember);
        json.WriteNumber("changed_title"u8, title);
        json.WriteEndObject();
        json.WriteStartObject("seats"u8);
        json.WriteNumber("became_billed"u8, billed + people.Count(day) - before);
        json.WriteNumber("no_longer_billed"u8, unbilled);
        json.WriteEndObject();
        WriteThings(json, organisation, day);
        json.WriteEndObject();
    }

    private static void WriteThings(Utf8JsonWriter json, SlackOrganisation organisation, int day)
    {
        (int created, int archived, int files) = (0, 0, 0);
        foreach (SlackWorkspace workspace in organisation.Workspaces.Take(organisation.Granted))
        {
            Conversations conversations = workspace.Conversations;
            int channels = conversations.Channels(day - 1);
            created += conversations.Channels(day) - channels;
            files += workspace.Files.MadeADay;
            for (int index = 0; index < channels; index++)
            {
                archived += conversations.At(index, day).IsArchived && !conversations.At(index, day - 1).IsArchived ? 1 : 0;
            }
        }

        json.WriteStartObject("channels"u8);
        json.WriteNumber("created"u8, created);
        json.WriteNumber("archived"u8, archived);
        json.WriteEndObject();
        json.WriteStartObject("apps"u8);
        json.WriteNumber(organisation.Home.Apps.OfDay(day).Change, 1);
        json.WriteEndObject();
        json.WriteNumber("files"u8, files);
        json.WriteNumber("sign_ins"u8, organisation.SignIns.RowsADay);
    }
}
