using System.Text.Json.Serialization;

namespace Plugin.Slack.Api.Answers;

/// <summary>The answer of <c>auth.test</c>: whose token it is.</summary>
internal sealed class AuthTestAnswer : SlackAnswer
{
    public string? Url { get; init; }

    public string? Team { get; init; }

    public string? User { get; init; }

    public string? TeamId { get; init; }

    public string? UserId { get; init; }

    public string? EnterpriseId { get; init; }

    public bool? IsEnterpriseInstall { get; init; }

    public string? AppId { get; init; }

    public long? ExpiresIn { get; init; }

    /// <summary>Whether the token is for a whole organisation; its team is then null, or the organisation.</summary>
    [JsonIgnore]
    public bool IsOrganisation => IsEnterpriseInstall is true || string.IsNullOrEmpty(TeamId);

    /// <summary>The id of the workspace, or of the organisation.</summary>
    [JsonIgnore]
    public string? TenantId => IsOrganisation && !string.IsNullOrEmpty(EnterpriseId) ? EnterpriseId : TeamId;

    public override bool IsWhole => !string.IsNullOrEmpty(UserId);
}
