using System.Text.Json;
using Plugin.Slack.Sandbox.Access;
using Plugin.Slack.Sandbox.Wire;
using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Methods;

internal static class OauthV2Access
{
    public static Task AnswerAsync(ApiCall call, CancellationToken cancellationToken)
    {
        string? clientId = call.BasicCredentials?.Id ?? call.Arguments.Text("client_id");
        string? clientSecret = call.BasicCredentials?.Secret ?? call.Arguments.Text("client_secret");
        if (clientId != call.App.ClientId)
        {
            return call.RefuseAsync("invalid_client_id");
        }

        if (clientSecret != call.App.ClientSecret)
        {
            return call.RefuseAsync("bad_client_secret");
        }

        return (call.Arguments.Text("grant_type") ?? "authorization_code") switch
        {
            "authorization_code" => ExchangeCodeAsync(call),
            "refresh_token" => RefreshAsync(call),
            _ => call.RefuseAsync("invalid_grant_type"),
        };
    }

    private static Task ExchangeCodeAsync(ApiCall call)
    {
        string code = call.Arguments.Text("code") ?? string.Empty;
        if (call.App.FindCode(code) is not { } consent)
        {
            return call.RefuseAsync("invalid_code");
        }

        string? redirectUri = call.Arguments.Text("redirect_uri");
        if (redirectUri != consent.RedirectUri && !(consent.RedirectUri is null && call.App.AcceptsRedirect(redirectUri!)))
        {
            return call.RefuseAsync("bad_redirect_uri");
        }

        if (!call.App.UseCode(code))
        {
            return call.RefuseAsync("invalid_code");
        }

        IssuedToken issued = call.App.IssueToken(consent.Scopes);
        Utf8JsonWriter json = call.Open();
        json.WriteString("app_id"u8, call.Workspace.AppId);
        json.WriteStartObject("authed_user"u8);
        json.WriteString("id"u8, call.Workspace.UserId(issued.Grant.UserIndex));
        json.WriteString("scope"u8, issued.Grant.ScopeList);
        WriteToken(json, issued);
        json.WriteEndObject();
        WriteInstallation(json, call.Workspace);
        return Task.CompletedTask;
    }

    private static Task RefreshAsync(ApiCall call)
    {
        if (!call.App.Rotates || call.App.Refresh(call.Arguments.Text("refresh_token") ?? string.Empty) is not { } issued)
        {
            return call.RefuseAsync("invalid_refresh_token");
        }

        // Unlike the first exchange, a refresh gives the token at the top level.
        Utf8JsonWriter json = call.Open();
        json.WriteString("app_id"u8, call.Workspace.AppId);
        json.WriteString("scope"u8, issued.Grant.ScopeList);
        WriteToken(json, issued);
        WriteInstallation(json, call.Workspace);
        return Task.CompletedTask;
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

    private static void WriteInstallation(Utf8JsonWriter json, SlackWorkspace workspace)
    {
        json.WriteStartObject("team"u8);
        json.WriteString("id"u8, workspace.TeamId);
        json.WriteString("name"u8, SlackWorkspace.Name);
        json.WriteEndObject();
        if (workspace.IsEnterprise)
        {
            json.WriteStartObject("enterprise"u8);
            json.WriteString("id"u8, workspace.EnterpriseId);
            json.WriteString("name"u8, SlackWorkspace.EnterpriseName);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("enterprise"u8);
        }

        json.WriteBoolean("is_enterprise_install"u8, value: false);
    }
}
