using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>auth.teams.list</c>: the workspaces that a token of a whole organisation may act in.</summary>
internal sealed class AuthTeamsListAnswer : ListAnswer<SlackTeam>
{
    public List<SlackTeam?>? Teams { get; init; }

    [JsonIgnore]
    public override List<SlackTeam?>? Records => Teams;
}
