using System.Text.Json;

namespace Plugin.Slack.Authorization;

/// <summary>The manifest from which Slack makes the app: redirect URL and user scopes, nothing else.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/app-manifest/. A manifest holds no secret; Client ID and Client Secret arise when the app is made.</remarks>
/// <param name="scopes">The scopes.</param>
internal sealed class SlackAppManifest(SlackScopes scopes)
{
    private const string Placeholder = "{redirect_uri}";

    /// <summary>The link that opens Slack's page for a new app, filled in; the host puts its redirect URL in the place of <c>{redirect_uri}</c>.</summary>
    /// <returns>The link.</returns>
    public string LinkTemplate()
    {
        // The placeholder stays as it is: the host replaces it by a value that is percent-encoded already.
        var around = Json().Split(Placeholder);

        return $"https://api.slack.com/apps?new_app=1&manifest_json={string.Join(Placeholder, around.Select(Uri.EscapeDataString))}";
    }

    /// <summary>The manifest, with the placeholder in the place of the redirect URL.</summary>
    /// <returns>JSON.</returns>
    public string Json()
    {
        using var content = new MemoryStream();

        using (var writer = new Utf8JsonWriter(content, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("display_information");
            writer.WriteString("name", "Software Asset Inventory");
            writer.WriteString("description", "Read-only software asset inventory of this workspace.");
            writer.WriteEndObject();
            writer.WriteStartObject("oauth_config");
            writer.WriteStartArray("redirect_urls");
            writer.WriteStringValue(Placeholder);
            writer.WriteEndArray();
            writer.WriteStartObject("scopes");
            writer.WriteStartArray("user");

            foreach (var scope in scopes.ToAskFor([]))
            {
                writer.WriteStringValue(scope);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("settings");
            writer.WriteBoolean("org_deploy_enabled", false);
            writer.WriteBoolean("socket_mode_enabled", false);
            writer.WriteBoolean("token_rotation_enabled", false);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(content.ToArray());
    }
}
