using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Plugin.Abstractions.Authorization;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Collection;
using Plugin.Slack.Settings;

namespace Plugin.Slack.Authorization;

/// <summary>The manifest from which Slack makes the app: redirect URL and user scopes, nothing else.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/app-manifest/. A manifest holds no secret; Client ID and Client Secret arise when the app is made.</remarks>
/// <param name="scopes">The scopes.</param>
/// <param name="streams">The streams that need them.</param>
internal sealed class SlackAppManifest(SlackScopes scopes, SlackStreams streams)
{
    private const string Placeholder = "{redirect_uri}";
    private const string Name = "Software Asset Inventory";
    private const string Summary = "Read-only software asset inventory of this workspace.";

    private const string AfterAddingScopes =
        "Add the scopes as user scopes on the app's page OAuth & Permissions, then press Authorize again: a token never gains scopes by itself, and it loses one only when it is revoked and consent is given anew.";

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Readable = Compact with { Indented = true, NewLine = "\n" };

    /// <summary>The link that opens Slack's page for a new app, filled in; the host puts its redirect URL in the place of <c>{redirect_uri}</c>.</summary>
    /// <returns>The link.</returns>
    public string LinkTemplate()
    {
        // The placeholder stays as it is: the host replaces it by a value that is percent-encoded already.
        var around = Json(scopes.ToAskFor([]), Placeholder, Compact).Split(Placeholder);

        return Link(string.Join(Placeholder, around.Select(Uri.EscapeDataString)));
    }

    /// <summary>The app for chosen streams.</summary>
    /// <param name="request">Streams, further scopes and redirect URL.</param>
    /// <returns>The app, in the forms that Slack takes.</returns>
    public ApplicationManifest Prepare(ApplicationRequest request)
    {
        var settings = SlackSettings.From(request.Settings);
        var needed = ScopesOf(request, settings);
        var redirect = request.RedirectUri.OriginalString;

        return new()
        {
            Scopes = needed,
            Documents =
            [
                new("json", "application/json", Json(needed, redirect, Readable) + "\n"),
                new("yaml", "application/yaml", Yaml(needed, redirect)),
            ],
            CreateLink = new(Link(Uri.EscapeDataString(Json(needed, redirect, Compact)))),
            AfterAddingScopes = AfterAddingScopes,
        };
    }

    private static string Link(string manifest) => $"https://api.slack.com/apps?new_app=1&manifest_json={manifest}";

    private static string Json(IReadOnlyList<string> needed, string redirect, JsonWriterOptions form)
    {
        using var content = new MemoryStream();

        using (var writer = new Utf8JsonWriter(content, form))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("display_information");
            writer.WriteString("name", Name);
            writer.WriteString("description", Summary);
            writer.WriteEndObject();
            writer.WriteStartObject("oauth_config");
            writer.WriteStartArray("redirect_urls");
            writer.WriteStringValue(redirect);
            writer.WriteEndArray();
            writer.WriteStartObject("scopes");
            writer.WriteStartArray("user");

            foreach (var scope in needed)
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

        return Encoding.UTF8.GetString(content.ToArray());
    }

    // One fixed shape: a library for it would have to be loaded and unloaded with the plugin. A text in double quotes reads alike in JSON and YAML.
    private static string Yaml(IReadOnlyList<string> needed, string redirect)
    {
        string[] lines =
        [
            "display_information:",
            $"  name: {Quoted(Name)}",
            $"  description: {Quoted(Summary)}",
            "oauth_config:",
            "  redirect_urls:",
            $"    - {Quoted(redirect)}",
            "  scopes:",
            needed.Count == 0 ? "    user: []" : "    user:",
            .. needed.Select(scope => $"      - {Quoted(scope)}"),
            "settings:",
            "  org_deploy_enabled: false",
            "  socket_mode_enabled: false",
            "  token_rotation_enabled: false",
            "",
        ];

        return string.Join('\n', lines);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private IReadOnlyList<string> ScopesOf(ApplicationRequest request, SlackSettings settings)
    {
        var chosen = streams.All.Select(stream => stream.Description).Where(stream => request.Streams.Contains(stream.Id)).ToList();
        HashSet<string> needed = [.. chosen.SelectMany(stream => stream.Scopes), .. chosen.SelectMany(stream => ColumnScopes(stream, settings)), .. request.Scopes, .. settings.ExtraScopeList];

        // What is not known here is refused by Slack's page, and with it the whole app.
        return [.. scopes.All.Select(scope => scope.Name).Where(needed.Contains)];
    }

    private IEnumerable<string> ColumnScopes(StreamDescription stream, SlackSettings settings) => stream.Columns
        .Select(column => column.Meaning.Scope)
        .OfType<string>()
        .Where(scope => !scopes.IsOptional(scope) && (scope != SlackScopes.DirectMessages || settings.ReadsDirectMessages));
}
