using System.Text.Json;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class TeamInfo
{
    public static void Answer(ApiCall call)
    {
        SlackWorkspace workspace = call.Workspace;
        string? team = call.Arguments.Text("team") ?? call.Arguments.Text("team_id");
        bool isOrganisation = call.Organisation.IsInstalledOrgWide && (team is null || team == call.Organisation.Id);
        if (call.Arguments.Text("team") is { } asked && asked != workspace.TeamId && !isOrganisation)
        {
            call.Refuse("team_not_found");
            return;
        }

        call.CountRecord();
        Utf8JsonWriter json = call.Open();
        json.WriteStartObject("team"u8);
        json.WriteString("id"u8, isOrganisation ? call.Organisation.Id : workspace.TeamId);
        json.WriteString("name"u8, isOrganisation ? SlackOrganisation.Name : workspace.Name);
        json.WriteString("url"u8, workspace.Url);
        json.WriteString("domain"u8, isOrganisation ? SlackOrganisation.Domain : workspace.Domain);
        json.WriteString("email_domain"u8, "harbour-works.example,harbour.example"u8);
        json.WriteStartObject("icon"u8);
        json.WriteString("image_34"u8, "https://a.slack-edge.com/sandbox/team_34.png"u8);
        json.WriteString("image_132"u8, "https://a.slack-edge.com/sandbox/team_132.png"u8);
        json.WriteBoolean("image_default"u8, value: true);
        json.WriteEndObject();
        json.WriteBoolean("is_verified"u8, value: false);
        if (workspace.IsEnterprise)
        {
            json.WriteString("enterprise_id"u8, workspace.EnterpriseId);
            json.WriteString("enterprise_name"u8, SlackOrganisation.Name);
            json.WriteString("enterprise_domain"u8, SlackOrganisation.Domain);
        }

        json.WriteString("discoverable"u8, "unlisted"u8);
        json.WriteString("locale"u8, "en-GB"u8);
        json.WriteEndObject();
    }
}
