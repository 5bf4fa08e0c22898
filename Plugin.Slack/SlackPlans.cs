using Plugin.Abstractions.Collection;
using Plugin.Slack.Authorization;

namespace Plugin.Slack;

/// <summary>What the answers tell of the workspace's plan. Its name is behind a scope that is not asked for (<c>team.billing:read</c>), so it can only be worked out.</summary>
/// <remarks>Source: https://docs.slack.dev/reference/methods/team.accessLogs/, https://docs.slack.dev/reference/methods/usergroups.list/ and the answer of <c>auth.test</c>.</remarks>
internal static class SlackPlans
{
    /// <summary>What <c>auth.test</c> alone tells.</summary>
    /// <param name="identity">Whose token it is.</param>
    /// <returns>The plan, or <see langword="null"/>.</returns>
    public static string? Of(SlackIdentity identity) => identity.EnterpriseId is { Length: > 0 } || identity.Workspaces is not null ? "Enterprise" : null;

    /// <summary>What the answers to all streams tell.</summary>
    /// <param name="identity">Whose token it is.</param>
    /// <param name="lines">The answers, each with its stream.</param>
    /// <returns>The plan, or <see langword="null"/>.</returns>
    public static string? Of(SlackIdentity identity, IReadOnlyCollection<(StreamDescription Stream, StreamPreflight Line)> lines) => Of(identity)
        ?? (lines.Any(line => line.Line.Access is StreamAccess.NotOnThisPlan) ? "Free"
            : lines.Any(line => line.Stream.Plan is not null && line.Line.Access is StreamAccess.Granted) ? "Pro or Business+"
            : null);
}
