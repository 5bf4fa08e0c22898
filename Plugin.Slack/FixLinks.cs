using System.Text.RegularExpressions;
using Plugin.Abstractions.Collection;
using Plugin.Slack.Authorization;
using Plugin.Slack.Settings;

namespace Plugin.Slack;

/// <summary>The pages of Slack on which a person mends what a stream lacks.</summary>
/// <remarks>
/// Where a role is raised depends on the workspace, so there is no link for that; nor for GovSlack, whose pages are elsewhere.
/// Source: https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests/ (the list of apps), https://docs.slack.dev/tools/slack-cli/reference/errors/ (plans).
/// </remarks>
internal static partial class FixLinks
{
    /// <summary>The page for a state.</summary>
    /// <param name="access">The state.</param>
    /// <param name="identity">Whose token it is.</param>
    /// <param name="settings">The settings.</param>
    /// <returns>The page, or <see langword="null"/>.</returns>
    public static Uri? Of(StreamAccess access, SlackIdentity identity, SlackSettings settings) => access switch
    {
        _ when !IsUsual(settings) => null,
        StreamAccess.MissingScope => new(identity.AppId is { } app && AppId().IsMatch(app) ? $"https://api.slack.com/apps/{app}/oauth" : "https://api.slack.com/apps"),
        StreamAccess.NotOnThisPlan => new("https://my.slack.com/plans"),
        _ => null,
    };

    private static bool IsUsual(SlackSettings settings) =>
        Uri.TryCreate(settings.ApiAddress, UriKind.Absolute, out var address) && (address.IsLoopback || address.Host == new Uri(SlackSettings.DefaultAddress).Host);

    [GeneratedRegex(@"\AA[A-Z0-9]{1,30}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AppId();
}
