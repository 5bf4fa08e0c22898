using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class AuthTest
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Organisation.Home;
        Person person = workspace.People.At(call.Grant.UserIndex, workspace.Day);
        bool orgWide = call.Organisation.IsInstalledOrgWide;
        Utf8JsonWriter json = call.Open();

        // An organisation's token names the organisation where another names its workspace.
        json.WriteString("url"u8, orgWide ? $"https://{SlackOrganisation.Domain}.enterprise.slack.com/" : workspace.Url);
        json.WriteString("team"u8, orgWide ? SlackOrganisation.Name : workspace.Name);
        json.WriteString("user"u8, PersonNames.HandleText(person));
        json.WriteString("team_id"u8, orgWide ? call.Organisation.Id : workspace.TeamId);
        json.WriteString("user_id"u8, workspace.UserId(person.Index));
        if (workspace.IsEnterprise)
        {
            json.WriteString("enterprise_id"u8, workspace.EnterpriseId);
        }

        json.WriteBoolean("is_enterprise_install"u8, orgWide);
        if (call.App.SecondsLeft(call.Grant) is { } seconds)
        {
            json.WriteNumber("expires_in"u8, seconds);
        }
    }
}
