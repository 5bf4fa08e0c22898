using System.Text.Json;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class OauthV2Access
{
    public static void Answer(ApiCall call)
    {
        string? clientId = call.BasicCredentials?.Id ?? call.Arguments.Text("client_id");
        string? clientSecret = call.BasicCredentials?.Secret ?? call.Arguments.Text("client_secret");
        if (clientId != call.App.ClientId)
        {
            call.Refuse("invalid_client_id");
            return;
        }

        if (clientSecret != call.App.ClientSecret)
        {
            call.Refuse("bad_client_secret");
            return;
        }

        switch (call.Arguments.Text("grant_type") ?? "authorization_code")
        {
            case "authorization_code":
                ExchangeCode(call);
                break;
            case "refresh_token":
                Refresh(call);
                break;
            default:
                call.Refuse("invalid_grant_type");
                break;
        }
    }

    private static void ExchangeCode(ApiCall call)
    {
        string code = call.Arguments.Text("code") ?? string.Empty;
        if (call.App.FindCode(code) is not { } consent)
        {
            call.Refuse("invalid_code");
            return;
        }

        string? redirectUri = call.Arguments.Text("redirect_uri");
        if (redirectUri != consent.RedirectUri && !(consent.RedirectUri is null && call.App.AcceptsRedirect(redirectUri!)))
        {
            call.Refuse("bad_redirect_uri");
            return;
        }

        if (!call.App.UseCode(code))
        {
            call.Refuse("invalid_code");
            return;
        }

        IssuedToken issued = call.App.IssueToken(consent.Scopes);
        Utf8JsonWriter json = call.Open();
        json.WriteString("app_id"u8, call.Workspace.AppId);
        json.WriteStartObject("authed_user"u8);
        json.WriteString("id"u8, call.Workspace.UserId(issued.Grant.UserIndex));
        json.WriteString("scope"u8, issued.Grant.ScopeList);
        WriteToken(json, issued);
        json.WriteEndObject();
        WriteInstallation(json, call.Organisation);
    }

    private static void Refresh(ApiCall call)
    {
        if (!call.App.Rotates || call.App.Refresh(call.Arguments.Text("refresh_token") ?? string.Empty) is not { } issued)
        {
            call.Refuse("invalid_refresh_token");
            return;
        }

        // Unlike the first exchange, a refresh gives the token at the top level.
        Utf8JsonWriter json = call.Open();
        json.WriteString("app_id"u8, call.Workspace.AppId);
        json.WriteString("scope"u8, issued.Grant.ScopeList);
        WriteToken(json, issued);
        WriteInstallation(json, call.Organisation);
    }

    private static void WriteToken(Utf8JsonWriter json, IssuedToken issued)
    {
        json.WriteString("access_token"u8, issued.Token);
        json.WriteString("token_type"u8, "user"u8);
        if (issued.RefreshToken is not null)
        {
            json.WriteString("refresh_token"u8, issued.RefreshToken);
            json.WriteNumber("expires_in"u8, (long)SlackApp.TokenLifetime.TotalSeconds);
        }
    }

    private static void WriteInstallation(Utf8JsonWriter json, SlackOrganisation organisation)
    {
        SlackWorkspace workspace = organisation.Home;
        if (organisation.IsInstalledOrgWide)
        {
            json.WriteNull("team"u8);
        }
        else
        {
            json.WriteStartObject("team"u8);
            json.WriteString("id"u8, workspace.TeamId);
            json.WriteString("name"u8, workspace.Name);
            json.WriteEndObject();
        }

        if (workspace.IsEnterprise)
        {
            json.WriteStartObject("enterprise"u8);
            json.WriteString("id"u8, organisation.Id);
            json.WriteString("name"u8, SlackOrganisation.Name);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("enterprise"u8);
        }

        json.WriteBoolean("is_enterprise_install"u8, organisation.IsInstalledOrgWide);
    }
}
