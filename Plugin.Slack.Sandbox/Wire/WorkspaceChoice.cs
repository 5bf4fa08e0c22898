using Plugin.Slack.Sandbox.Workspace;

namespace Plugin.Slack.Sandbox.Wire;

/// <summary>Which workspace a call is about.</summary>
internal static class WorkspaceChoice
{
    /// <summary>
    /// An organisation's token must say so to the methods that list things; others follow what they are asked about. A
    /// workspace's token knows no other, and <c>team_id</c> is ignored.
    /// </summary>
    public static SlackWorkspace Of(SlackOrganisation organisation, CoveredMethod method, Arguments arguments, out string? refusal)
    {
        refusal = null;
        if (!organisation.IsInstalledOrgWide)
        {
            return organisation.Home;
        }

        if (arguments.Text("team_id") is { } team)
        {
            refusal = organisation.TryFind(team, out SlackWorkspace? named) ? null : "team_access_not_granted";
            return named ?? organisation.Home;
        }

        refusal = method.NeedsTeam ? "missing_argument" : null;
        int day = organisation.Clock.Day;
        return organisation.Owning(workspace =>
            (arguments.Text("channel") is { } channel && workspace.Conversations.TryFind(channel, day, out _))
            || (arguments.Text("file") is { } file && workspace.Files.TryFind(file, day, out _))
            || (arguments.Text("user") is { } user && (workspace.TryFindUser(user, out _) || workspace.TryFindForeigner(user, out _)))
            || (arguments.Text("id") is { } call && (workspace.Calls.TryFind(call, day, out _) || workspace.Calls.IsHuddle(call, day)))
            || arguments.Text("team") == workspace.TeamId);
    }
}
